CREATE TABLE one (a integer);
CREATE VIEW v AS SELECT a FROM one;

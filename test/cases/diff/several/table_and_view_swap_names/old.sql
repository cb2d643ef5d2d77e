CREATE TABLE one (a integer);
CREATE VIEW two AS SELECT a FROM one;

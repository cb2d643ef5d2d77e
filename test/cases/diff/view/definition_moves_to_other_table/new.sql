CREATE TABLE two (a integer);
CREATE VIEW v AS SELECT a FROM two;

CREATE TABLE two (a integer);
CREATE VIEW one AS SELECT a FROM two;

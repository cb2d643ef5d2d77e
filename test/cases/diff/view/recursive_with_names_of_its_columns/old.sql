CREATE TABLE region (number int, parent int);
CREATE VIEW below AS SELECT number FROM region;
CREATE VIEW above AS WITH RECURSIVE step (number, parent) AS (SELECT number, parent FROM region) SELECT number FROM step;

CREATE TABLE region (number int, parent int);
CREATE RECURSIVE VIEW below (number, parent) AS
    SELECT number, parent FROM region WHERE parent IS NULL UNION ALL SELECT r.number, r.parent FROM region r JOIN below ON below.number = r.parent;
CREATE VIEW above AS WITH RECURSIVE step (number, parent) AS (SELECT number, parent FROM region) SELECT number, parent FROM step;

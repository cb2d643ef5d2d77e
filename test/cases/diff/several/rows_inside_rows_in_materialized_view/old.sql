CREATE TABLE parcel (id int PRIMARY KEY);
CREATE VIEW labelled AS SELECT r AS whole, 1 AS one FROM parcel r;
CREATE MATERIALIZED VIEW kept AS SELECT r AS whole, 1 AS one FROM labelled r;
CREATE VIEW counted AS SELECT r.one, count(*) AS number FROM labelled r GROUP BY r.one;

CREATE TABLE parcel (id int PRIMARY KEY, weight numeric(10,2) NOT NULL DEFAULT 49);
CREATE VIEW labelled AS SELECT r AS whole, 1 AS one FROM parcel r;
CREATE MATERIALIZED VIEW kept AS SELECT r AS whole, 1 AS one FROM labelled r;
CREATE VIEW counted AS SELECT r.one, count(*) AS number FROM labelled r GROUP BY r.one;
CREATE MATERIALIZED VIEW added AS SELECT r AS whole FROM parcel r;

CREATE TABLE parcel (id int PRIMARY KEY, kind int);
CREATE VIEW cargo AS SELECT 1 AS id, 'x'::text AS kind;

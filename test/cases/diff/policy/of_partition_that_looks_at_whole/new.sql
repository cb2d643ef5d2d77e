CREATE TABLE trip (id integer) PARTITION BY RANGE (id);
CREATE TABLE trip_early PARTITION OF trip FOR VALUES FROM (MINVALUE) TO (100);
CREATE VIEW known AS SELECT id FROM trip;
CREATE POLICY only_known ON trip_early USING (EXISTS (SELECT FROM known WHERE known.id = trip_early.id));

CREATE TABLE parcel (id int PRIMARY KEY, weight numeric, twice numeric GENERATED ALWAYS AS (weight * 2) STORED);
ALTER TABLE parcel ADD UNIQUE (weight, twice);
CREATE INDEX parcel_weights ON parcel (weight, twice);

CREATE TABLE parcel (depot int, weight int) PARTITION BY LIST (depot);
CREATE TABLE parcel_rest PARTITION OF parcel DEFAULT;
ALTER TABLE parcel ADD CONSTRAINT weighs_something CHECK (weight > 0) NOT VALID;
CREATE TABLE parcel_one PARTITION OF parcel FOR VALUES IN (1, 2);

CREATE TABLE parcel (depot int, weight int) PARTITION BY LIST (depot);
CREATE TABLE parcel_rest PARTITION OF parcel DEFAULT;
CREATE TABLE parcel_one PARTITION OF parcel FOR VALUES IN (1, 2);

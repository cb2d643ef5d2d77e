CREATE TABLE parcel (id int NOT NULL, kind numeric(12,2)) PARTITION BY RANGE (id);
CREATE TABLE parcel_low PARTITION OF parcel FOR VALUES FROM (0) TO (1000);
CREATE TABLE letter (id int NOT NULL, kind numeric(12,2));
CREATE TABLE post () INHERITS (letter);

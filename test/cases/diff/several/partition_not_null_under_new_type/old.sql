CREATE TABLE parcel (id int NOT NULL, kind smallint) PARTITION BY RANGE (id);
CREATE TABLE parcel_low PARTITION OF parcel (kind NOT NULL) FOR VALUES FROM (0) TO (1000);
CREATE TABLE letter (id int NOT NULL, kind smallint);
CREATE TABLE post () INHERITS (letter);
ALTER TABLE post ALTER kind SET NOT NULL;

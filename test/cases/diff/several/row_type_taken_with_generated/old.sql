CREATE TABLE parcel (id int NOT NULL) PARTITION BY LIST (id);
CREATE TABLE parcel_one PARTITION OF parcel FOR VALUES IN (1, 2);
CREATE TABLE letter (id int);
CREATE TABLE cargo (id int);

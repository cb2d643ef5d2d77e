CREATE TABLE parcel (id int NOT NULL, next int GENERATED ALWAYS AS (id + 1) STORED) PARTITION BY LIST (id);
CREATE TABLE parcel_one PARTITION OF parcel FOR VALUES IN (1, 2);
CREATE TABLE letter (id int, weight int NOT NULL DEFAULT 3);
CREATE TABLE cargo (id int, one parcel_one, other letter, third letter[]);
CREATE TABLE post (id int, one parcel_one);

CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER far;
CREATE TABLE parcel (id int NOT NULL, weight text) PARTITION BY LIST (id);
CREATE TABLE parcel_one PARTITION OF parcel FOR VALUES IN (1);
CREATE FOREIGN TABLE cargo (id int, one parcel_one, many parcel_one[]) SERVER elsewhere;
CREATE TABLE letter (id int, text text, length int NOT NULL DEFAULT 7);
CREATE FOREIGN TABLE post (id int, one letter) SERVER elsewhere;

CREATE TABLE parcel (id int NOT NULL, weight numeric);

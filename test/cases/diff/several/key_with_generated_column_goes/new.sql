CREATE TABLE parcel (id int PRIMARY KEY);

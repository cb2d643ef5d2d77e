CREATE TABLE parcel (id int PRIMARY KEY);
CREATE TABLE cargo (id int PRIMARY KEY, weight int);
ALTER TABLE cargo INHERIT parcel;

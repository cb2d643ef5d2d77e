CREATE TABLE parcel (id int NOT NULL, weight numeric, label bytea);
CREATE SCHEMA far;
CREATE TABLE far.cargo () INHERITS (parcel);
ALTER TABLE ONLY parcel ALTER COLUMN label SET COMPRESSION pglz;

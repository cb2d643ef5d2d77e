CREATE TABLE parcel (id int NOT NULL, kind int) PARTITION BY LIST (id);
CREATE TABLE parcel_one PARTITION OF parcel FOR VALUES IN (1);
CREATE TABLE parcel_two PARTITION OF parcel FOR VALUES IN (2);
ALTER TABLE parcel_two ADD PRIMARY KEY (id, kind);

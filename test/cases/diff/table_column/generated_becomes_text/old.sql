CREATE TABLE parcel (id int PRIMARY KEY, kind int, bare boolean GENERATED ALWAYS AS (kind IS NULL) STORED);

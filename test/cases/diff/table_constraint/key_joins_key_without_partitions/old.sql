CREATE TABLE shelf (aisle int NOT NULL, bin int NOT NULL) PARTITION BY LIST (aisle);
CREATE TABLE shelf_one PARTITION OF shelf FOR VALUES IN (1, 2);
CREATE TABLE shelf_rest PARTITION OF shelf DEFAULT;
ALTER TABLE ONLY shelf ADD CONSTRAINT shelf_known PRIMARY KEY (aisle, bin);
CREATE UNIQUE INDEX shelf_one_known ON shelf_one (aisle, bin);
ALTER TABLE shelf_rest ADD CONSTRAINT shelf_rest_known PRIMARY KEY (aisle, bin);
CREATE TABLE rack (aisle int NOT NULL) PARTITION BY LIST (aisle);
CREATE TABLE rack_one PARTITION OF rack FOR VALUES IN (1, 2);
CREATE TABLE rack_rest PARTITION OF rack DEFAULT;

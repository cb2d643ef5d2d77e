CREATE TABLE lamp (street int NOT NULL, number int NOT NULL) PARTITION BY LIST (street);
CREATE TABLE lamp_one PARTITION OF lamp DEFAULT;
CREATE UNIQUE INDEX lamp_one_key ON lamp_one (street, number);

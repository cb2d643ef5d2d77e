CREATE TABLE lamp (street int, number int) PARTITION BY LIST (street);
CREATE TABLE lamp_one PARTITION OF lamp (PRIMARY KEY (street, number)) DEFAULT;

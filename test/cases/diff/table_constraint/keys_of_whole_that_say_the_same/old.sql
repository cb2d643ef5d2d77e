CREATE TABLE seat (hall int NOT NULL, place int NOT NULL) PARTITION BY LIST (hall);
CREATE TABLE seat_rest PARTITION OF seat DEFAULT PARTITION BY HASH (hall);
CREATE TABLE seat_rest_one PARTITION OF seat_rest FOR VALUES WITH (MODULUS 1, REMAINDER 0);
ALTER TABLE seat_rest_one ADD CONSTRAINT z_first UNIQUE (hall, place);
ALTER TABLE seat_rest_one ADD CONSTRAINT a_second UNIQUE (hall, place);
CREATE TABLE ticket (hall int NOT NULL, place int NOT NULL, CONSTRAINT by_place UNIQUE (hall, place)) PARTITION BY LIST (hall);
ALTER TABLE ticket ADD CONSTRAINT by_place_too UNIQUE (hall, place);
CREATE TABLE ticket_old (hall int NOT NULL, place int NOT NULL, CONSTRAINT z_place UNIQUE (hall, place));
ALTER TABLE ticket_old ADD CONSTRAINT a_place UNIQUE (hall, place);

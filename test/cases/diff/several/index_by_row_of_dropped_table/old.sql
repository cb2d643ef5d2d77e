CREATE TABLE parcel (id int PRIMARY KEY, weight int NOT NULL);
CREATE FUNCTION size_of(parcel) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.weight * 2';
CREATE INDEX parcel_size ON parcel (size_of(parcel));
ALTER TABLE parcel ADD EXCLUDE USING btree (size_of(parcel) WITH =);

CREATE TABLE letter (id int NOT NULL, weight int NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE letter_low PARTITION OF letter FOR VALUES FROM (0) TO (10) PARTITION BY LIST (id);
CREATE TABLE letter_one PARTITION OF letter_low FOR VALUES IN (1);
CREATE TABLE letter_high PARTITION OF letter FOR VALUES FROM (10) TO (1000);
CREATE FUNCTION size_of(letter) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.weight * 3';
CREATE INDEX letter_size ON letter (size_of(ROW(id, weight)::letter));

CREATE TABLE card (id int NOT NULL DEFAULT 0, text text NOT NULL DEFAULT '');
CREATE FUNCTION size_of(card) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT length($1.text)';
CREATE INDEX card_size ON card (size_of(card));

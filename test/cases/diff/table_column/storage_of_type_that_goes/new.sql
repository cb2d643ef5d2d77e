CREATE TABLE reading (amount integer NOT NULL);

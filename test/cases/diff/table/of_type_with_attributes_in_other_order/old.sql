CREATE TYPE place AS (name text, high integer, info json, number oid);
CREATE TABLE hut OF place (PRIMARY KEY (name));
CREATE TABLE way (hut text REFERENCES hut);

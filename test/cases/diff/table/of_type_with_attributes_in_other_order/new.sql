CREATE TYPE place AS (name text, info json, number oid, high integer);
CREATE TABLE hut OF place (PRIMARY KEY (name));
CREATE TABLE way (hut text REFERENCES hut);

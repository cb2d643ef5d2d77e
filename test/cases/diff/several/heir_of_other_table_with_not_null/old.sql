CREATE TABLE person (id integer NOT NULL, name text NOT NULL);
CREATE TABLE firm (id integer NOT NULL, name text NOT NULL);
CREATE TABLE customer (since date NOT NULL) INHERITS (person);

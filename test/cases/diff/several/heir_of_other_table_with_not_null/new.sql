CREATE TABLE person (id integer NOT NULL, name text NOT NULL);
CREATE TABLE firm (id integer NOT NULL, name text NOT NULL);
CREATE TABLE customer (id integer, name text, since date NOT NULL);
DROP TABLE customer;
CREATE TABLE customer () INHERITS (firm);
ALTER TABLE customer ADD COLUMN since date NOT NULL;

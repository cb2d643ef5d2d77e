CREATE TABLE held (id integer PRIMARY KEY, a inet);
CREATE TYPE around AS (f1 text[], f2 held);
CREATE DOMAIN further AS around;
CREATE TABLE holder (id integer, one around NOT NULL, two further);
CREATE TABLE beside (id integer);

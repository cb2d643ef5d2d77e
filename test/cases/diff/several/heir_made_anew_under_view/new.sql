CREATE TABLE parent (at date CHECK (at > '2000-01-01'));
CREATE TABLE other (id integer CONSTRAINT heir_pkey PRIMARY KEY) INHERITS (parent);
CREATE VIEW shown AS SELECT id FROM other;

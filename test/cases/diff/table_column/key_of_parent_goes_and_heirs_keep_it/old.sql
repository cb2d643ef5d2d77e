CREATE TABLE parent (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
CREATE TABLE heir (id integer NOT NULL, name text);
ALTER TABLE heir INHERIT parent;
CREATE TABLE below () INHERITS (heir);

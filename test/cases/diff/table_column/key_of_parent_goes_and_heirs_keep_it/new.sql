CREATE TABLE parent (name text);
CREATE TABLE heir (id integer NOT NULL, name text);
ALTER TABLE heir INHERIT parent;
CREATE TABLE below () INHERITS (heir);

CREATE TABLE parent (name text);
CREATE TABLE with_default (id integer DEFAULT 5 NOT NULL, name text);
ALTER TABLE with_default INHERIT parent;
CREATE TABLE with_identity (id integer GENERATED ALWAYS AS IDENTITY, name text);
ALTER TABLE with_identity INHERIT parent;
CREATE TABLE without () INHERITS (parent);
CREATE TABLE below () INHERITS (with_default);

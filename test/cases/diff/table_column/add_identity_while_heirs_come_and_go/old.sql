CREATE TABLE parent (name text);
CREATE TABLE own (id integer NOT NULL) INHERITS (parent);
CREATE TABLE leaves (more text) INHERITS (parent);
CREATE TABLE goes (more text) INHERITS (parent);
CREATE TABLE stays () INHERITS (parent);
CREATE TABLE joins (name text, id integer NOT NULL);

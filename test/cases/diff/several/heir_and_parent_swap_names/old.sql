CREATE TABLE tree (id bigint NOT NULL, kind smallint, rest text);
CREATE TABLE oak () INHERITS (tree);

CREATE TABLE oak (id bigint NOT NULL, kind smallint, rest text);
CREATE TABLE tree () INHERITS (oak);

CREATE TABLE parent (name text);
CREATE TABLE child (more text) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE own (number bigint) INHERITS (parent);

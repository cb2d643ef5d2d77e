CREATE TABLE parent (a bigint);
CREATE TABLE child (c date) INHERITS (parent);

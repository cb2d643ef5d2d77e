CREATE TABLE one (x integer, k text);
CREATE TABLE child (z integer) INHERITS (one);

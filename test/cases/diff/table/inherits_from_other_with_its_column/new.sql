CREATE TABLE two (x integer, n date);
CREATE TABLE child (z integer) INHERITS (two);

CREATE TABLE top (a integer);
CREATE TABLE middle (b integer, d text DEFAULT 'x');
CREATE TABLE bottom (c integer) INHERITS (middle, top);

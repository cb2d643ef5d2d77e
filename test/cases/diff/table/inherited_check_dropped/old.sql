CREATE TABLE parent (a integer, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE child (b integer) INHERITS (parent);

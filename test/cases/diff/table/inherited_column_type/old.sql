CREATE TABLE parent (a integer);
CREATE TABLE child (c date) INHERITS (parent);

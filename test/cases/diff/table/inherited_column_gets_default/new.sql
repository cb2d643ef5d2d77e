CREATE TABLE parent (a integer);
CREATE TABLE child (a integer DEFAULT 3) INHERITS (parent);

CREATE TABLE parent (a integer);
CREATE TABLE child (c date) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);

CREATE TABLE parent (a integer, "B b" text DEFAULT 'x');
CREATE TABLE child (c date) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);

CREATE TABLE parent (a integer, b text);
CREATE TABLE child (a integer, b text, c date);
ALTER TABLE child INHERIT parent;

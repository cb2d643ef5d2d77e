CREATE TABLE parent (at date CHECK (at > '2000-01-01'));
CREATE TABLE heir (id integer PRIMARY KEY) INHERITS (parent);
CREATE VIEW shown AS SELECT id FROM heir;

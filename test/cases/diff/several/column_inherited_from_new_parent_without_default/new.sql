CREATE TABLE p (a integer, b boolean DEFAULT true);
CREATE TABLE u (a integer, b boolean);
ALTER TABLE u INHERIT p;

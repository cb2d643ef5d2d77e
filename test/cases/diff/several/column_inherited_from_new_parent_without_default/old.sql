CREATE TABLE p (a integer, b boolean DEFAULT true NOT NULL);
CREATE TABLE u (a integer);

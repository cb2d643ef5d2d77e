CREATE TABLE a (id integer PRIMARY KEY, other integer UNIQUE);
CREATE TABLE b (a integer CONSTRAINT f REFERENCES a (other));

CREATE TABLE b (id integer PRIMARY KEY);
CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b);

CREATE TABLE a (id integer NOT NULL);
CREATE UNIQUE INDEX a_id ON a (id);
CREATE TABLE b (a integer REFERENCES a (id));

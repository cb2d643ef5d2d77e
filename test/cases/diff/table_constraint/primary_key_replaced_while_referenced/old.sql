CREATE TABLE t (id integer PRIMARY KEY, uid integer NOT NULL UNIQUE);
CREATE TABLE r (t integer REFERENCES t (id));

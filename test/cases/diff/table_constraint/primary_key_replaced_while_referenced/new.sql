CREATE TABLE t (id integer NOT NULL UNIQUE, uid integer PRIMARY KEY);
CREATE TABLE r (t integer REFERENCES t (uid));

CREATE TABLE t (a integer, b integer, CONSTRAINT u UNIQUE (a));
CREATE TABLE r (a integer, b integer, CONSTRAINT f FOREIGN KEY (a) REFERENCES t (a));

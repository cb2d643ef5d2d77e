CREATE TABLE t (a integer, b integer, CONSTRAINT u UNIQUE (a, b));
CREATE TABLE r (a integer, b integer, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t (a, b));

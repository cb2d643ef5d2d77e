CREATE TABLE p (id integer, c timestamp);
CREATE TABLE h () INHERITS (p);
CREATE TABLE t (id integer, rest h) PARTITION BY LIST (id);
CREATE TABLE u PARTITION OF t FOR VALUES IN (1);

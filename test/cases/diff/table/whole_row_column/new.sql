CREATE TABLE base (a integer, b text);
CREATE TABLE t (r base, rs base[]);

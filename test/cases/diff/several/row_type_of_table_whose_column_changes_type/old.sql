CREATE TABLE t (a integer, b text);
CREATE TABLE u (x t, y t[] DEFAULT ARRAY[ROW(1, NULL)]::t[]);
CREATE VIEW v AS SELECT (x).a FROM u;

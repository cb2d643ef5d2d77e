CREATE TABLE t (a integer);
CREATE VIEW v WITH (security_invoker) AS SELECT a FROM t;

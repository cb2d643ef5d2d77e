CREATE TABLE t (a integer, b integer);
CREATE VIEW v AS SELECT 1 AS a;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION f() OWNER TO "user";
REVOKE ALL ON FUNCTION f() FROM PUBLIC;
ALTER TABLE t OWNER TO "user";
GRANT UPDATE ON t TO "Regress-Diff";
GRANT SELECT (b) ON t TO "1_regress_diff";
GRANT SELECT ON v TO "Regress-Diff", "user", "1_regress_diff";

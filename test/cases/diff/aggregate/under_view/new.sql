CREATE AGGREGATE a(integer) (SFUNC = int4_sum, STYPE = bigint);
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a(a)::bigint AS a FROM t;
COMMENT ON AGGREGATE a(integer) IS 'kept';

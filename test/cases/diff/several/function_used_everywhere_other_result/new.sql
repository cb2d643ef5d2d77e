CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint';
CREATE TABLE t (a bigint DEFAULT f(1), g bigint GENERATED ALWAYS AS (f(1)) STORED);
CREATE INDEX t_f ON t (f(a::integer));
CREATE POLICY p ON t USING (f(1) > 0);
CREATE DOMAIN d AS integer CHECK (f(VALUE) > 0);

CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION same(one pair, two pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).b = ($2).b';
CREATE FUNCTION hashed(pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a';
CREATE OPERATOR === (FUNCTION = same, LEFTARG = pair, RIGHTARG = pair, HASHES);
CREATE OPERATOR CLASS pair_hash DEFAULT FOR TYPE pair USING hash AS OPERATOR 1 ===, FUNCTION 1 hashed(pair);
CREATE TABLE t (p pair);
CREATE INDEX t_p ON t USING hash (p);

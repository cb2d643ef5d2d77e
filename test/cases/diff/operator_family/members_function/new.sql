CREATE OPERATOR FAMILY loose USING btree;
CREATE FUNCTION cmp(integer, bigint) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 0';
ALTER OPERATOR FAMILY loose USING btree ADD FUNCTION 1 (integer, bigint) cmp(integer, bigint);

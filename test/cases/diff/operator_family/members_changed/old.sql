CREATE OPERATOR FAMILY loose USING btree;
ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 1 < (integer, bigint), OPERATOR 2 <= (integer, bigint);

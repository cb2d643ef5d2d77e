CREATE OPERATOR FAMILY loose USING btree;
ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 2 <= (integer, bigint), OPERATOR 3 = (integer, bigint);

CREATE FUNCTION f(integer, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = f, LEFTARG = integer, RIGHTARG = text);
ALTER OPERATOR === (integer, text) OWNER TO regress_diff_owner;

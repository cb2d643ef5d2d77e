CREATE FUNCTION f(integer, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1::text = $2';
CREATE OPERATOR === (FUNCTION = f, LEFTARG = integer, RIGHTARG = text);

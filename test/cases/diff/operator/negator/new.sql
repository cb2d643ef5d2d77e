CREATE FUNCTION f(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION g(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR === (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer, NEGATOR = !==);
CREATE OPERATOR !== (FUNCTION = g, LEFTARG = integer, RIGHTARG = integer, NEGATOR = ===);

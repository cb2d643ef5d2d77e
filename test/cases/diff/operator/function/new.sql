CREATE FUNCTION f(integer, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION g(integer, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR === (FUNCTION = g, LEFTARG = integer, RIGHTARG = text);

CREATE FUNCTION f(integer, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION g(text, integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = f, LEFTARG = integer, RIGHTARG = text, COMMUTATOR = ===);
CREATE OPERATOR === (FUNCTION = g, LEFTARG = text, RIGHTARG = integer, COMMUTATOR = ===);

CREATE SCHEMA "Ops o";
CREATE FUNCTION "Ops o".f(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR "Ops o".= (FUNCTION = "Ops o".f, LEFTARG = integer, RIGHTARG = integer);
CREATE VIEW v AS SELECT 1 OPERATOR("Ops o".=) 2 AS same;

CREATE AGGREGATE a(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0', SUPPORT = int8inc_support);

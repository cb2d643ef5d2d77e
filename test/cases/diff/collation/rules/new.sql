CREATE COLLATION c (provider = icu, locale = 'und', rules = '& a < g');

CREATE COLLATION c (provider = icu, locale = 'und');

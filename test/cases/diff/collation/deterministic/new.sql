CREATE COLLATION c (provider = icu, locale = 'und', deterministic = false);

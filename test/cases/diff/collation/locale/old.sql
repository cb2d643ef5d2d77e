CREATE COLLATION "Mine m" (provider = icu, locale = 'de');

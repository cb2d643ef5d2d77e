CREATE COLLATION "C c" (provider = icu, locale = 'de');

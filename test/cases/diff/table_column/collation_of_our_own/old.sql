CREATE COLLATION german (provider = icu, locale = 'de');
CREATE TABLE t (a text);

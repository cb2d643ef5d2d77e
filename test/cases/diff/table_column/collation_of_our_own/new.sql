CREATE COLLATION german (provider = icu, locale = 'de');
CREATE TABLE t (a varchar(9) COLLATE german);

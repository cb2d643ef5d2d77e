CREATE COLLATION c (provider = icu, locale = 'fr');
CREATE TABLE t (a text COLLATE c);
CREATE INDEX t_a ON t (a);
CREATE VIEW v AS SELECT a FROM t ORDER BY a;

CREATE TABLE base (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM base;
CREATE VIEW w AS SELECT a FROM v;

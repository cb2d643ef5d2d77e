CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'of the application';
CREATE TYPE app.couple AS (a integer, b text);
CREATE TABLE t OF app.couple;
INSERT INTO t VALUES (1, 'one');

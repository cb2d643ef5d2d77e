CREATE TABLE a (x integer CONSTRAINT a_key PRIMARY KEY, y text, CONSTRAINT y_unique UNIQUE (y), CONSTRAINT y_check CHECK (y <> ''));
CREATE INDEX a_upper ON a (upper(y));
ALTER TABLE a CLUSTER ON y_unique, REPLICA IDENTITY USING INDEX a_key;
CREATE TABLE b (x integer CONSTRAINT b_x REFERENCES a, y integer);
CREATE VIEW v AS SELECT x, y FROM a GROUP BY x;
COMMENT ON CONSTRAINT y_check ON a IS 'not empty';
COMMENT ON INDEX a_upper IS 'for searching';

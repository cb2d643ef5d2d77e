CREATE TABLE a (x integer PRIMARY KEY, y text, CONSTRAINT "A y" UNIQUE (y), CONSTRAINT y_not_empty CHECK (y <> ''));
CREATE INDEX a_upper_y ON a (upper(y));
ALTER TABLE a CLUSTER ON "A y", REPLICA IDENTITY USING INDEX a_pkey;
CREATE TABLE b (x integer CONSTRAINT a_of_b REFERENCES a, y integer);
CREATE VIEW v AS SELECT x, y FROM a GROUP BY x;
COMMENT ON CONSTRAINT y_not_empty ON a IS 'not empty';
COMMENT ON INDEX a_upper_y IS 'for searching by y';

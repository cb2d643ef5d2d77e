-- INVALID indexes: what our own failed build left is dropped before the next attempt, another's never.
\set indexes 'SELECT c.relname AS index, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE indrelid = ''goods''::regclass ORDER BY c.relname COLLATE "C";'
CREATE TABLE goods (id int, code int, kind int);
INSERT INTO goods VALUES (1, 1, 1), (2, 2, 1), (3, 2, 2);

-- duplicates: the build fails and leaves its index; the duplicates are repaired, and it is called again
SELECT confiture.put('migrations/1_code.up.sql', $$ALTER TABLE goods ADD COLUMN note text;
CREATE UNIQUE INDEX CONCURRENTLY goods_code ON goods (code);
COMMENT ON INDEX goods_code IS 'made';
$$) \g /dev/null
CALL confiture.migrate();
\echo :LAST_ERROR_SQLSTATE
:indexes
SELECT number, state, sqlstate, message, object_schema, object_name FROM confiture.step ORDER BY number;
-- again before they are
CALL confiture.migrate();
:indexes
UPDATE goods SET code = id;
CALL confiture.migrate();
:indexes
SELECT outcome, sqlstate, statements FROM confiture.history ORDER BY id;

-- one of the same name, made INVALID by somebody else, is his
\set VERBOSITY terse
CREATE UNIQUE INDEX CONCURRENTLY goods_kind ON goods (kind);
SELECT confiture.put('migrations/2_kind.up.sql', 'CREATE INDEX CONCURRENTLY goods_kind ON goods (kind);') \g /dev/null
\set VERBOSITY default
CALL confiture.migrate();
CALL confiture.migrate();
:indexes
SELECT confiture.abandon('2', 'another way') \g /dev/null
-- IF NOT EXISTS is content with it, we are not
SELECT confiture.put('migrations/2_kind.up.sql', 'CREATE INDEX CONCURRENTLY IF NOT EXISTS goods_kind ON goods (kind);') \g /dev/null
CALL confiture.migrate();
\echo :LAST_ERROR_SQLSTATE
CALL confiture.migrate();
:indexes
DROP INDEX goods_kind;
CALL confiture.migrate();
:indexes
-- a valid one that was there is content for both
SELECT confiture.put('migrations/3_again.up.sql', 'CREATE INDEX CONCURRENTLY IF NOT EXISTS goods_kind ON goods (kind);') \g /dev/null
CALL confiture.migrate();

-- one that another left on another table under this name is not looked at twice
CREATE SCHEMA area;
CREATE TABLE area.goods (id int);
INSERT INTO area.goods VALUES (1), (1);
\set VERBOSITY terse
CREATE UNIQUE INDEX CONCURRENTLY goods_id ON area.goods (id);
\set VERBOSITY default
SELECT confiture.put('migrations/4_id.up.sql', 'CREATE UNIQUE INDEX CONCURRENTLY goods_id ON goods (id);') \g /dev/null
CALL confiture.migrate();
:indexes
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'area.goods'::regclass;

-- an index without a name: a failed build's is told, and left to people
DROP INDEX goods_code;
UPDATE goods SET code = 7;
SELECT confiture.put('migrations/5_unnamed.up.sql', 'CREATE UNIQUE INDEX CONCURRENTLY ON goods (code, kind);') \g /dev/null
CALL confiture.migrate();
:indexes
SELECT confiture.abandon('5', 'no name') \g /dev/null
DROP INDEX goods_code_kind_idx;
SELECT confiture.remove('migrations/5_unnamed.up.sql') \g /dev/null

-- REINDEX leaves _ccnew, which goes before the next attempt; one that was there before stays
UPDATE goods SET code = id;
CREATE FUNCTION area.sound(a int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN IF a = 3 AND current_setting(''my.sick'', true) = ''yes'' THEN RAISE ''sick''; END IF; RETURN a; END';
CREATE INDEX goods_sound ON goods (area.sound(code));
SET my.sick = 'yes';
\set VERBOSITY terse
REINDEX INDEX CONCURRENTLY goods_sound;
\set VERBOSITY default
:indexes
SELECT confiture.put('migrations/6_reindex.up.sql', 'REINDEX INDEX CONCURRENTLY goods_sound;') \g /dev/null
CALL confiture.migrate();
:indexes
CALL confiture.migrate();
:indexes
SET my.sick = 'no';
CALL confiture.migrate();
:indexes
SELECT version, state FROM confiture.status ORDER BY version COLLATE "C";

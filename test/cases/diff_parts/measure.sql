-- What one statement does to the tables that were there: begin_step() before it, end_step() behind it, in one transaction where it can.
CREATE TEMPORARY TABLE there AS
    SELECT c.oid AS relation, c.relkind AS kind FROM pg_class c
     WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384 AND c.relpersistence <> 't' AND c.relnamespace <> 'confiture'::regnamespace;
CREATE TEMPORARY TABLE seen (relation oid, name text, file oid, scans bigint, number bigint);

CREATE FUNCTION pg_temp.rows_of(relation regclass) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM ONLY %s', relation) INTO number;
    RETURN number;
END $$;

CREATE FUNCTION pg_temp.begin_step() RETURNS void LANGUAGE sql AS $$
    DELETE FROM seen;
    INSERT INTO seen SELECT c.oid, c.oid::regclass::text, pg_relation_filenode(c.oid), 0, CASE c.relkind WHEN 'r' THEN pg_temp.rows_of(c.oid) END
      FROM there t JOIN pg_class c ON c.oid = t.relation;
    UPDATE seen SET scans = pg_stat_get_xact_numscans(relation);
$$;

CREATE FUNCTION pg_temp.end_step() RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object(
        'lock', (SELECT l.mode FROM pg_locks l JOIN seen ON seen.relation = l.relation
                  WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation'
                  ORDER BY array_position('{AccessShareLock,RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}', l.mode) DESC
                  LIMIT 1),
        'rewritten', (SELECT string_agg(name, ', ') FROM seen JOIN pg_class c ON c.oid = relation WHERE pg_relation_filenode(c.oid) IS DISTINCT FROM file),
        'scanned', (SELECT string_agg(name, ', ') FROM seen WHERE pg_stat_get_xact_numscans(relation) > scans),
        'emptied', (SELECT string_agg(name, ', ') FROM seen
                     WHERE number > 0 AND CASE WHEN EXISTS (SELECT FROM pg_class c WHERE c.oid = relation AND c.relkind = 'r') THEN pg_temp.rows_of(relation) < number
                                               ELSE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = relation) END))
$$;

-- What a file sets, and what it makes for the session, goes with it over the commits of CALL migrate(), and ends with it.
CREATE ROLE regress_deploy_owner;
CREATE ROLE regress_deploy_other;
GRANT CREATE, USAGE ON SCHEMA public TO regress_deploy_owner, regress_deploy_other;
CREATE SCHEMA area AUTHORIZATION regress_deploy_owner;
GRANT USAGE ON SCHEMA area TO regress_deploy_other;
CREATE TABLE public.seen (place text, path text, role text, mine text, work text);
GRANT ALL ON public.seen TO PUBLIC;
CREATE FUNCTION public.note(place text) RETURNS void LANGUAGE sql AS
$$INSERT INTO public.seen VALUES (place, current_setting('search_path'), current_user, current_setting('my.own', true), current_setting('work_mem'))$$;

-- SET, set_config(), SET ROLE and SET LOCAL, over transactions and steps in workers
SELECT confiture.put('migrations/1_path.up.sql', $$SELECT public.note('begin');
SET search_path = area, public;
SELECT set_config('my.own', 'by set_config', false);
SET LOCAL work_mem = '2MB';
CREATE TABLE goods (id int, name text);
SELECT public.note('same transaction');
CREATE INDEX CONCURRENTLY goods_id ON goods (id);
SELECT public.note('behind an index');
SET ROLE regress_deploy_owner;
CREATE TABLE made (a int);
VACUUM made;
CREATE PROCEDURE note_twice() LANGUAGE plpgsql AS 'BEGIN PERFORM public.note(''in a procedure''); COMMIT; PERFORM public.note(''behind its commit''); END';
CALL note_twice();
SELECT public.note('as owner');
RESET ROLE;
RESET my.own;
CREATE INDEX CONCURRENTLY goods_name ON goods (name);
SELECT public.note('end');
$$) \g /dev/null
CALL confiture.migrate();
TABLE seen;
SELECT relname, relnamespace::regnamespace, pg_get_userbyid(relowner) = session_user AS mine
  FROM pg_class WHERE relname IN ('goods', 'made', 'goods_id', 'goods_name') ORDER BY relname COLLATE "C";
SHOW search_path;
SHOW my.own;
SELECT current_user = session_user AS back;
TRUNCATE seen;

-- so with a file that fails, and where the next call goes on with it
SELECT confiture.put('migrations/2_goes_on.up.sql', $$SET search_path = area, pg_catalog;
SELECT set_config('my.own', 'kept', false);
VACUUM goods;
SELECT public.note('before');
SELECT * FROM missing;
SELECT public.note('behind');
$$) \g /dev/null
CALL confiture.migrate();
SHOW search_path;
SHOW my.own;
TABLE seen;
CREATE TABLE area.missing ();
CALL confiture.migrate();
TABLE seen;
TRUNCATE seen;

-- the settings of the caller hold, and are still his afterwards
SET my.own = 'the caller''s';
SET work_mem = '3MB';
SET confiture.search_path = area;
SELECT confiture.put('migrations/3_callers.up.sql', $$VACUUM goods;
SELECT public.note('callers');
SET work_mem = '4MB';
VACUUM goods;
SELECT public.note('own');
$$) \g /dev/null
CALL confiture.migrate();
TABLE seen;
SHOW my.own;
SHOW work_mem;
TRUNCATE seen;
RESET my.own;
RESET work_mem;
RESET confiture.search_path;

-- role= makes him own what is made, in transactions and in workers
SELECT confiture.put('migrations/4_role.up.sql', $$-- confiture: role=regress_deploy_owner
CREATE TABLE area.owned (a int);
CREATE INDEX CONCURRENTLY owned_a ON area.owned (a);
SELECT public.note('role=');
$$) \g /dev/null
CALL confiture.migrate();
TABLE seen;
SELECT relname, pg_get_userbyid(relowner) FROM pg_class WHERE relname ~ '^owned' ORDER BY relname COLLATE "C";
SELECT confiture.put('migrations/5_call.up.sql', $$-- confiture: role=regress_deploy_owner
SELECT 1;
CALL area.note_twice();
$$) \g /dev/null
CALL confiture.migrate();
SELECT version, state FROM confiture.status WHERE version = '5';
SELECT confiture.put('migrations/5_call.up.sql', $$-- confiture: role=regress_deploy_nobody
SELECT 1;
$$) \g /dev/null
CALL confiture.migrate();
SELECT confiture.remove('migrations/5_call.up.sql'), confiture.abandon('5', 'not so') IS NOT NULL \g /dev/null

-- what the file sets is the file's, also where the caller has the same
SET search_path = area, public;
SET lock_timeout = '77ms';
SELECT confiture.put('migrations/6_same.up.sql', $$SET search_path = area, public;
SET lock_timeout = '77ms';
SELECT public.note('begin, ' || current_setting('lock_timeout'));
VACUUM goods;
SELECT public.note('behind, ' || current_setting('lock_timeout'));
$$) \g /dev/null
TRUNCATE seen;
CALL confiture.migrate();
TABLE seen;
RESET search_path;
RESET lock_timeout;

DROP SCHEMA area CASCADE;
DROP TABLE public.seen CASCADE;
DROP OWNED BY regress_deploy_owner, regress_deploy_other;
DROP ROLE regress_deploy_owner, regress_deploy_other;

-- From 18 on a child has NOT NULL with its parent.
SELECT current_setting('server_version_num')::integer < 180000 AS may_differ \gset
\if :may_differ
CREATE TABLE p (a integer, b integer);
CREATE TABLE c () INHERITS (p);
ALTER TABLE ONLY p ALTER COLUMN b SET NOT NULL;
\else
CREATE TABLE p (a integer, b integer NOT NULL);
CREATE TABLE c () INHERITS (p);
\endif

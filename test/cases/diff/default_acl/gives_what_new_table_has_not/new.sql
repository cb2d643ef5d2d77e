CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO regress_diff_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT ON TABLES TO regress_diff_writer;
CREATE TABLE s.t (a integer);
REVOKE ALL ON s.t FROM regress_diff_reader, regress_diff_writer;
CREATE TABLE u (a integer);
ALTER TABLE u OWNER TO regress_diff_owner;

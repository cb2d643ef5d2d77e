CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE u (id serial);
GRANT USAGE ON SEQUENCE u_id_seq TO regress_diff_reader;
CREATE TABLE v (id integer);
CREATE TABLE w (id integer GENERATED ALWAYS AS IDENTITY);
GRANT ALL ON SEQUENCE w_id_seq TO regress_diff_reader;

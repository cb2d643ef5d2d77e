CREATE TABLE t (a point, b jsonb, c tsvector, d inet);
CREATE INDEX t_a ON t USING spgist (a);
CREATE INDEX t_b ON t USING gin (b jsonb_path_ops);
CREATE INDEX t_c ON t USING gin (c);
CREATE INDEX t_d ON t USING gist (d inet_ops);

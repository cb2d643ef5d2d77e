CREATE TABLE t (a point, b jsonb, c tsvector, d inet);

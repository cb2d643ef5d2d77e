CREATE SCHEMA s;
CREATE TYPE s.mood AS ENUM ('a');
CREATE TABLE s.t (id serial PRIMARY KEY, m s.mood);
CREATE FUNCTION s.f(s.mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW public.v AS SELECT id FROM s.t;

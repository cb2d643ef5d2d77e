CREATE SCHEMA s;
CREATE TYPE public.mood AS ENUM ('a', 'b');
CREATE TYPE s.mood AS ENUM ('a', 'b');
CREATE TABLE t (a public.mood);

CREATE SCHEMA s;
CREATE TABLE public.t (a integer);
CREATE TABLE s.t (a integer, b integer);

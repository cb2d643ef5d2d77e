CREATE SCHEMA s;
CREATE TABLE public.t (a integer);

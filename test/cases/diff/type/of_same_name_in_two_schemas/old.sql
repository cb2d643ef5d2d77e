CREATE SCHEMA "S s";
CREATE TYPE public.mood AS ENUM ('a');
CREATE TYPE "S s".mood AS ENUM ('a');

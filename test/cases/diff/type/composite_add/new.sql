CREATE TYPE pair AS (a integer, "B b" text COLLATE "C", c numeric(5,2)[]);

CREATE DOMAIN d AS integer CONSTRAINT other CHECK (VALUE < 100);
CREATE TYPE pair AS (a d, b text);

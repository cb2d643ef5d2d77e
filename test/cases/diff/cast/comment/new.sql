CREATE TYPE mood AS ENUM ('a');
CREATE CAST (text AS mood) WITH INOUT;
COMMENT ON CAST (text AS mood) IS E'it''s after,\nin two lines';

CREATE TYPE r AS RANGE (SUBTYPE = numeric);
CREATE TABLE t (r r, m r[]);

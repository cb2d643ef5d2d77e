CREATE TABLE t (a integer, b text, c date, d numeric(8,2), e boolean[], "F f" jsonb);

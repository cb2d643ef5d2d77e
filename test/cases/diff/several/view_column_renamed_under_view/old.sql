CREATE TABLE t (a text);
CREATE VIEW v_5 AS SELECT r.a AS w_0 FROM t r;
CREATE VIEW v_1 AS SELECT r.w_0 FROM v_5 r WHERE (r.w_0 IN ('one', 'one') OR r.w_0 IS NOT NULL OR 5 > 0);

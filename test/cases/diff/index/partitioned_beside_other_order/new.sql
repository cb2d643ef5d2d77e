CREATE TABLE stay (id integer, kind text) PARTITION BY RANGE (id);
CREATE TABLE stay_early PARTITION OF stay FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE stay_late PARTITION OF stay FOR VALUES FROM (0) TO (MAXVALUE);
CREATE INDEX a_down ON stay_early (kind DESC NULLS LAST);
CREATE INDEX b_plain ON stay_early (kind);
CREATE INDEX stay_kind ON ONLY stay (kind);
CREATE INDEX c_late ON stay_late (kind);
ALTER INDEX stay_kind ATTACH PARTITION b_plain;
ALTER INDEX stay_kind ATTACH PARTITION c_late;

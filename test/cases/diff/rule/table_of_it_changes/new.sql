CREATE TABLE log (a bigint, b text);
CREATE TABLE t (a integer);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log (a) VALUES (NEW.a);

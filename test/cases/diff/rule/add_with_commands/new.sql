CREATE TABLE t (a integer, b text);
CREATE TABLE log (a integer, what text);
CREATE RULE "R r" AS ON UPDATE TO t WHERE OLD.a <> NEW.a DO ALSO (INSERT INTO log VALUES (OLD.a, 'was'); INSERT INTO log VALUES (NEW.a, 'is'));

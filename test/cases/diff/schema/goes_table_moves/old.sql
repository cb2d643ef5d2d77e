CREATE SCHEMA s;
CREATE TABLE s.t (a integer);

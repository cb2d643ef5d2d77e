CREATE TABLE t (a timestamptz DEFAULT '2020-06-01 12:00:00+02', b interval DEFAULT '1 day 02:00');

CREATE TABLE t (a timestamptz DEFAULT '2020-06-01 13:00:00+02', b interval DEFAULT '1 month -3 days');

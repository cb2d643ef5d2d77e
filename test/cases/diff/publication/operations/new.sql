CREATE TABLE t (a integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert, delete');

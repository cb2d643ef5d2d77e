CREATE EXTENSION postgres_fdw;
CREATE SERVER z FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'far.example.org', dbname 'there');
CREATE USER MAPPING FOR CURRENT_USER SERVER z OPTIONS (user 'somebody');
CREATE SUBSCRIPTION a SERVER z PUBLICATION one WITH (connect = false, slot_name = NONE);

CREATE EXTENSION postgres_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'far.example.org', dbname 'there');
CREATE SERVER "Far too" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'too.example.org', dbname 'there');
CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'somebody');
CREATE USER MAPPING FOR CURRENT_USER SERVER "Far too" OPTIONS (user 'somebody');
CREATE SUBSCRIPTION s SERVER far PUBLICATION one WITH (connect = false, slot_name = NONE);

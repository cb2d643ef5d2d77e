CREATE SCHEMA s AUTHORIZATION regress_diff_owner;

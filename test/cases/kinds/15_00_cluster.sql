-- Roles and tablespaces belong to the cluster: a restore finds them there.
CREATE ROLE kinds_owner;
CREATE ROLE kinds_reader;
CREATE ROLE "kinds ""odd"" role";
CREATE ROLE kinds_group ROLE kinds_reader;
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE kinds_space LOCATION '';
GRANT CREATE ON TABLESPACE kinds_space TO kinds_owner;

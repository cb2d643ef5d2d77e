CREATE EXTENSION file_fdw;
CREATE FOREIGN DATA WRAPPER w HANDLER file_fdw_handler VALIDATOR file_fdw_validator;

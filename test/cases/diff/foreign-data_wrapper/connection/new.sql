CREATE EXTENSION postgres_fdw;
CREATE FOREIGN DATA WRAPPER w HANDLER postgres_fdw_handler VALIDATOR postgres_fdw_validator CONNECTION postgres_fdw_connection;
CREATE FOREIGN DATA WRAPPER "Own w" HANDLER postgres_fdw_handler;

CREATE EXTENSION postgres_fdw;
CREATE FOREIGN DATA WRAPPER w;
CREATE FOREIGN DATA WRAPPER "Own w" HANDLER postgres_fdw_handler CONNECTION postgres_fdw_connection;

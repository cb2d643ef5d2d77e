CREATE FOREIGN DATA WRAPPER "W w" OPTIONS (debug 'true', "odd name" 'it''s');

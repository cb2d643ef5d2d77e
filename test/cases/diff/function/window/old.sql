CREATE FUNCTION f() RETURNS bigint LANGUAGE internal IMMUTABLE AS 'window_rank';

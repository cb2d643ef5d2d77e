CREATE TRANSFORM FOR integer LANGUAGE plpgsql (TO SQL WITH FUNCTION int4recv(internal));

CREATE DOMAIN mood AS text CHECK (VALUE IN ('sad', 'ok'));

CREATE SUBSCRIPTION s CONNECTION 'host=far.example.org' PUBLICATION one WITH (connect = false, slot_name = NONE);
SECURITY LABEL FOR regress_diff ON SUBSCRIPTION s IS 'two';

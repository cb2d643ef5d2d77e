CREATE SUBSCRIPTION s CONNECTION 'host=far.example.org' PUBLICATION one WITH (connect = false, slot_name = NONE);

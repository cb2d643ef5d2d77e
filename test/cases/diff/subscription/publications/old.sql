CREATE SUBSCRIPTION s CONNECTION 'host=far.example.org' PUBLICATION one, two WITH (connect = false, slot_name = NONE);

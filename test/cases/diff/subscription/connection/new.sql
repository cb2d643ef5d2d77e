CREATE SUBSCRIPTION s CONNECTION 'host=other.example.org' PUBLICATION one WITH (connect = false, slot_name = NONE);

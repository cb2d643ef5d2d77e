CREATE SUBSCRIPTION s CONNECTION 'host=far.example.org' PUBLICATION one WITH (connect = false, slot_name = NONE, max_retention_duration = 1000);

CREATE SUBSCRIPTION s CONNECTION 'host=far.example.org' PUBLICATION two, three WITH (connect = false, slot_name = NONE);

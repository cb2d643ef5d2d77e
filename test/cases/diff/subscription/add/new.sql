CREATE SUBSCRIPTION "S s" CONNECTION 'host=far.example.org' PUBLICATION one, "Two t" WITH (connect = false, slot_name = NONE);

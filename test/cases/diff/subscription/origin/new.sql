CREATE SUBSCRIPTION s CONNECTION 'host=far.example.org' PUBLICATION one WITH (connect = false, slot_name = NONE, origin = none, run_as_owner = true, password_required = false);

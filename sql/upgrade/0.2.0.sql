
-- From 0.1.0.

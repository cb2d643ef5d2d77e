CREATE TABLE t (during tsrange, active boolean, EXCLUDE USING gist (during WITH &&) WHERE (active));

CREATE TABLE visit (hour integer CONSTRAINT known NOT NULL, again date CONSTRAINT filled NOT NULL DEFAULT now());

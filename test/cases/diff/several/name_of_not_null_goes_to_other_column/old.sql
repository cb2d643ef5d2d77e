CREATE TABLE visit (day date CONSTRAINT filled NOT NULL DEFAULT now(), hour integer, CONSTRAINT known CHECK (hour IS NOT NULL));

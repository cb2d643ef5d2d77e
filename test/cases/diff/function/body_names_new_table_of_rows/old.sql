-- The variables of a body have the type of a table that is new, which the server looks at.
CREATE TABLE t (a integer);

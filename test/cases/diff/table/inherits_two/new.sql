CREATE TABLE one (a integer DEFAULT 1, b text);
CREATE TABLE two (b text, c date NOT NULL);
CREATE TABLE child (d integer) INHERITS (one, two);
CREATE TABLE grandchild (a integer DEFAULT 7) INHERITS (child);

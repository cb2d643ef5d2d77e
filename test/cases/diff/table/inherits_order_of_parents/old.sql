CREATE TABLE one (a integer);
CREATE TABLE two (b integer);
CREATE TABLE child () INHERITS (one, two);

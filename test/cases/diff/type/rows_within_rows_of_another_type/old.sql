CREATE TABLE z_first (id integer, at date);
CREATE TABLE a_then (id integer, one z_first);
CREATE TABLE z_then (id integer, two a_then);
CREATE TABLE a_last (id integer, three z_then);

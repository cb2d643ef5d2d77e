-- Bodies run while a materialized view is filled, by way of others, of a view and of names in quotes.
CREATE TABLE t (a integer);

CREATE TABLE sold (id integer NOT NULL, name text NOT NULL);
ALTER TABLE sold RENAME TO bought;
CREATE TABLE kept (id integer);
ALTER TABLE kept ADD CONSTRAINT lent_id_not_null CHECK (id IS NOT NULL);
CREATE TABLE given (id integer);

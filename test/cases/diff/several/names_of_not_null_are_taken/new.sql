CREATE TABLE sold (id integer NOT NULL, name text NOT NULL);
ALTER TABLE sold RENAME TO bought;
CREATE TABLE sold (id integer CONSTRAINT sold_id_not_null NOT NULL, name text DEFAULT '' CONSTRAINT sold_name_not_null NOT NULL);
CREATE TABLE kept (id integer, name text CONSTRAINT given_id_not_null NOT NULL DEFAULT '');
ALTER TABLE kept ADD CONSTRAINT lent_id_not_null CHECK (id IS NOT NULL);
CREATE TABLE lent (id integer CONSTRAINT lent_id_not_null NOT NULL);
CREATE TABLE given (id integer CONSTRAINT given_id_not_null NOT NULL);

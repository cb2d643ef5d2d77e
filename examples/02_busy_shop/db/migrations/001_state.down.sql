ALTER TABLE purchase DROP COLUMN state;

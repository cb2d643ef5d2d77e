-- The default is for rows that come from now on; those that are there stay NULL until 003.
ALTER TABLE purchase ADD COLUMN state text;
ALTER TABLE purchase ALTER COLUMN state SET DEFAULT 'open';

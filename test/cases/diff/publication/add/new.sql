CREATE PUBLICATION "P p" WITH (publish = 'insert, truncate');

CREATE TABLE t (a text DEFAULT 'it''s two', b timestamptz DEFAULT '2020-01-01 00:00:00+00');

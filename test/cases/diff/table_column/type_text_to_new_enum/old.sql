CREATE TABLE t (a text DEFAULT 'ok', CHECK (a IN ('sad', 'ok', 'happy')));

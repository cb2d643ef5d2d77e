CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (a integer, m mood DEFAULT 'happy' CHECK (m <> 'sad'));

CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN feeling AS mood CHECK (VALUE <> 'happy');
CREATE TABLE t (m mood[], d feeling);

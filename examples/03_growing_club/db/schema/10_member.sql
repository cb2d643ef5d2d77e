CREATE TYPE standing AS ENUM ('junior', 'full');

CREATE TABLE member (
    member_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email text,
    standing standing NOT NULL DEFAULT 'full',
    fax text
);

CREATE INDEX member_name ON member (name);

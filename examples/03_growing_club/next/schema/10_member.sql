CREATE TYPE standing AS ENUM ('junior', 'full', 'honorary');

CREATE TABLE member (
    member_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL CONSTRAINT member_email UNIQUE,
    standing standing NOT NULL DEFAULT 'full',
    fax text,
    joined_on date NOT NULL DEFAULT '2020-01-01'
);

CREATE INDEX member_name ON member (lower(name));

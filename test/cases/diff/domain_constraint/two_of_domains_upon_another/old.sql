CREATE DOMAIN base AS text CONSTRAINT filled CHECK (VALUE <> '');
CREATE DOMAIN derived AS base;
CREATE TABLE t (a derived DEFAULT 'x');

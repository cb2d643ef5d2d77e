CREATE DOMAIN base AS text CONSTRAINT filled CHECK (VALUE <> '');
CREATE DOMAIN derived AS base CONSTRAINT short CHECK (length(VALUE) < 10);
CREATE TABLE t (a derived DEFAULT 'x');

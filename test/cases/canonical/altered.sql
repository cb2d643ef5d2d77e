-- Two tables that are the same by now.
CREATE TABLE altered (a varchar(10) DEFAULT 'a' CONSTRAINT c CHECK (a IN ('x', 'y')), b json DEFAULT '{}', c date DEFAULT '2020-01-01', d int DEFAULT 1,
    e char(3) DEFAULT 'x', f varchar[] DEFAULT '{a}', g timestamp DEFAULT '2020-01-01', h text DEFAULT 'a', z int, later bigint DEFAULT 1);
CREATE INDEX altered_i1 ON altered (lower(a)) WHERE a IN ('x', 'y');
CREATE INDEX altered_i2 ON altered ((a || 'x'));
CREATE POLICY p ON altered USING (z > 0);
ALTER TABLE altered ALTER a TYPE text, ALTER b TYPE jsonb, ALTER c TYPE timestamp, ALTER d TYPE bigint, ALTER e TYPE text, ALTER f TYPE text[],
    ALTER g TYPE timestamptz, ALTER h TYPE varchar(20), ALTER later TYPE numeric;

CREATE TABLE made (a text DEFAULT 'a' CONSTRAINT c CHECK (a IN ('x', 'y')), b jsonb DEFAULT '{}', c timestamp DEFAULT '2020-01-01', d bigint DEFAULT 1,
    e text DEFAULT 'x', f text[] DEFAULT '{a}', g timestamptz DEFAULT timestamp '2020-01-01', h varchar(20) DEFAULT 'a', z int, later numeric DEFAULT 1);
CREATE INDEX made_i1 ON made (lower(a)) WHERE a IN ('x', 'y');
CREATE INDEX made_i2 ON made ((a || 'x'));
CREATE POLICY p ON made USING (z > 0);

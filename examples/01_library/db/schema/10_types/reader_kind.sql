CREATE TYPE readers.kind AS ENUM ('adult', 'child', 'school');

COMMENT ON TYPE readers.kind IS 'Decides for how long a reader may borrow';

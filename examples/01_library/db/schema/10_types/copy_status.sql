CREATE TYPE catalogue.copy_status AS ENUM ('available', 'on_loan', 'reserved', 'in_repair');

COMMENT ON TYPE catalogue.copy_status IS 'Where a copy is now';

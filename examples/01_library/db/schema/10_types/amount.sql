CREATE DOMAIN lending.amount AS numeric(8, 2)
  CONSTRAINT amount_check CHECK (VALUE >= 0);

COMMENT ON DOMAIN lending.amount IS 'Money owed or paid, never negative';

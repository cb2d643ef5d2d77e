CREATE SCHEMA catalogue;
CREATE SCHEMA readers;
CREATE SCHEMA lending;
CREATE SCHEMA report;

COMMENT ON SCHEMA catalogue IS 'Branches, titles and the copies on their shelves';
COMMENT ON SCHEMA readers IS 'Who may borrow';
COMMENT ON SCHEMA lending IS 'Loans, fines and reservations';
COMMENT ON SCHEMA report IS 'What the desk and the web site read';

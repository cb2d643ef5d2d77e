GRANT USAGE ON SCHEMA catalogue, readers, lending, report TO library_desk, library_web;

GRANT SELECT ON ALL TABLES IN SCHEMA catalogue TO library_desk, library_web;
GRANT UPDATE (status) ON catalogue.copy TO library_desk;
GRANT SELECT, INSERT, UPDATE ON readers.reader TO library_desk;
GRANT SELECT ON readers.reader TO library_web;
GRANT SELECT, INSERT, UPDATE ON lending.loan, lending.fine TO library_desk;
GRANT SELECT, INSERT, UPDATE ON lending.reservation TO library_desk;
GRANT SELECT, INSERT ON lending.reservation TO library_web;
GRANT SELECT ON report.available_copy, report.open_loan, report.title_popularity TO library_desk;
GRANT SELECT ON report.available_copy, report.title_popularity TO library_web;

REVOKE EXECUTE ON FUNCTION lending.lend(text, text, date), lending.return_copy(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lending.lend(text, text, date), lending.return_copy(text, date) TO library_desk;

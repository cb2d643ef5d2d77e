-- The web site says who is logged in: SET library.reader = '42'. Unset, it sees nobody.
ALTER TABLE readers.reader ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_desk ON readers.reader TO library_desk USING (true);
CREATE POLICY reader_self ON readers.reader FOR SELECT TO library_web
  USING (reader_id = nullif(current_setting('library.reader', true), '')::bigint);

ALTER TABLE lending.reservation ENABLE ROW LEVEL SECURITY;

CREATE POLICY reservation_desk ON lending.reservation TO library_desk USING (true);
CREATE POLICY reservation_self ON lending.reservation TO library_web
  USING (reader_id = nullif(current_setting('library.reader', true), '')::bigint);

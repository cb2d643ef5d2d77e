CREATE TABLE t (a integer);
CREATE TABLE allowed (a integer, who text);
CREATE POLICY p ON t USING (a IN (SELECT a FROM allowed WHERE who = current_user));

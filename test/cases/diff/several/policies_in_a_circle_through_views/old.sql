CREATE TABLE one (a integer);
CREATE TABLE two (a integer);
CREATE VIEW of_one AS SELECT a FROM one;
CREATE VIEW of_two AS SELECT a FROM two;
CREATE POLICY p ON one USING (a = (SELECT max(a) FROM of_two));
CREATE POLICY p ON two USING (a = (SELECT max(a) FROM of_one));

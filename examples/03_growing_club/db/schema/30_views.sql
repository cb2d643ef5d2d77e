CREATE VIEW paid AS
SELECT m.name, sum(p.cents) AS cents FROM member AS m JOIN payment AS p USING (member_id) GROUP BY m.name;

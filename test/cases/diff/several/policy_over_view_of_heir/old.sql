CREATE TABLE parcel (id int PRIMARY KEY, kind int);
CREATE TABLE cargo (id int NOT NULL, kind int, weight int);
ALTER TABLE cargo INHERIT parcel;
CREATE VIEW by_weight AS SELECT weight, count(*) AS number FROM cargo GROUP BY weight;
CREATE POLICY light ON parcel USING (EXISTS (SELECT FROM by_weight w WHERE w.number > 0 AND w.weight < 7));

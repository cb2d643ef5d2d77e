CREATE DOMAIN "Label 1" AS text NOT NULL;
CREATE TABLE parcel (id int PRIMARY KEY, labels "Label 1"[] DEFAULT '{x}');

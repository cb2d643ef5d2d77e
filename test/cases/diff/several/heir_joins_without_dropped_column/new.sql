CREATE TABLE parcel (id int PRIMARY KEY, next int GENERATED ALWAYS AS (id + 3) STORED);
CREATE TABLE cargo (id int PRIMARY KEY, weight int, next int GENERATED ALWAYS AS (id + 3) STORED);

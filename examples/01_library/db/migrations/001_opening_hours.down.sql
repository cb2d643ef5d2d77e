DROP TABLE catalogue.opening_hours;

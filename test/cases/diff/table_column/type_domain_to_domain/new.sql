CREATE DOMAIN small AS integer CHECK (VALUE < 10);
CREATE DOMAIN smaller AS integer CHECK (VALUE < 5);
CREATE TABLE t (a smaller);

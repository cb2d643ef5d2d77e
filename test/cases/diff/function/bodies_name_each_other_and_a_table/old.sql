-- Bodies that name each other have no order, and what else they name comes first all the same.
CREATE TABLE t (a integer);

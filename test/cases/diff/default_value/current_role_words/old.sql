CREATE TABLE t (a text DEFAULT current_user, b date DEFAULT current_date);

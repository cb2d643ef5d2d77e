CREATE TABLE t (a text DEFAULT session_user, b date DEFAULT current_date + 1);

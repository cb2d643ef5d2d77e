CREATE TABLE "T x" ("Ä ""b""" varchar(30) NOT NULL DEFAULT 'q');

CREATE TABLE "T x" ("Ä ""b""" varchar(3) NOT NULL DEFAULT 'q');

CREATE TABLE "Odd ""T"" name" ("from" integer PRIMARY KEY, "A b" text DEFAULT 'x', "ünï" date);

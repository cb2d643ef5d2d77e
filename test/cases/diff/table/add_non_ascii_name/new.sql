CREATE TABLE "größe_日本" ("straße" text, CONSTRAINT "prüfung" CHECK ("straße" <> ''));

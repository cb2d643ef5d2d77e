INSERT INTO "T x" VALUES ('abc');

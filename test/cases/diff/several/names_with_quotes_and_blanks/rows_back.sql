INSERT INTO "a "" b" VALUES (5, 'short');

CREATE COLLATION "C c" (provider = icu, locale = 'de');
ALTER COLLATION "C c" OWNER TO regress_diff_owner;

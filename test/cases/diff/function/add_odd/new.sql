CREATE FUNCTION "F ""f"" ü"("A a" integer, OUT "B b" text) LANGUAGE plpgsql AS $body$BEGIN "B b" := $$it's$$ || "A a"; END$body$;

DROP TRIGGER title_sort_name ON catalogue.title;
ALTER TABLE catalogue.title DROP COLUMN sort_name;
DROP FUNCTION catalogue.title_sort_name();
DROP FUNCTION catalogue.sort_name(text);

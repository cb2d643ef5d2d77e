CREATE AGGREGATE a(text) (SFUNC = text_larger, STYPE = text, SORTOP = >);

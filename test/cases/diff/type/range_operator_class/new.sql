CREATE TYPE span AS RANGE (subtype = text, subtype_opclass = text_pattern_ops);

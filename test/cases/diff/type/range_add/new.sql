CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = "Spans s");

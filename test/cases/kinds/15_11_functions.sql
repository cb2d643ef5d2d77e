CREATE FUNCTION kinds.everything(
    IN a integer, INOUT b text DEFAULT E'it''s \\ "here"', OUT c numeric(10,2), VARIADIC rest kinds.mood[] DEFAULT '{}')
    RETURNS record LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL RESTRICTED COST 12.5
    SET search_path = kinds, "Odd ""Name"".x", pg_temp SET work_mem = '8MB' SET "my.setting" = 'a, "b"'
AS $everything$
BEGIN
    c := a; -- a body that quotes with $body$ and $$, and holds a line that COPY would end at:
/*
\.
\restrict nothing
COPY t FROM stdin;
*/
    b := b || $$;$$ || $body$ COMMIT; $body$;
END
$everything$;
COMMENT ON FUNCTION kinds.everything IS 'a function with every option';

CREATE FUNCTION kinds.many(up_to integer = 3) RETURNS TABLE (i integer, square bigint)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 7 CALLED ON NULL INPUT
    AS 'SELECT g, g::bigint * g FROM generate_series(1, $1) g -- ends in a comment';
CREATE FUNCTION kinds.set_of(anyelement, anyarray) RETURNS SETOF anyelement LANGUAGE sql SUPPORT array_unnest_support
    AS 'SELECT unnest($2)';
CREATE FUNCTION kinds.compatible(anycompatible, anycompatible) RETURNS anycompatible LANGUAGE sql
    AS 'SELECT coalesce($1, $2)';
CREATE FUNCTION kinds.returns(a integer, b text = NULL) RETURNS text LANGUAGE sql RETURN coalesce(b, a::text);
CREATE FUNCTION kinds.atomic(x integer, y integer DEFAULT 2 + 2) RETURNS SETOF integer LANGUAGE sql
BEGIN ATOMIC
    SELECT x + y;
    SELECT CASE WHEN x > y THEN x ELSE y END;
END;
CREATE FUNCTION kinds.empty_atomic() RETURNS void LANGUAGE sql BEGIN ATOMIC END;
CREATE FUNCTION kinds."Odd; ""name""("() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION kinds.my_rank() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_rank';
CREATE FUNCTION kinds.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION kinds.quiet() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';

CREATE FUNCTION kinds.from_windows() RETURNS text LANGUAGE sql AS E'SELECT\r\n\t''two\r\nlines''\r\n';
COMMENT ON FUNCTION kinds.from_windows() IS E'lines that end in\r\nCR and LF, as some editors write';

CREATE PROCEDURE kinds.work(IN a integer, OUT c text, INOUT b integer = NULL) LANGUAGE plpgsql
    AS 'BEGIN b := a; COMMIT; END';
CREATE PROCEDURE kinds.work_atomic(integer) LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT $1; END;
COMMENT ON PROCEDURE kinds.work(integer, integer) IS 'a procedure';

CREATE AGGREGATE kinds.mean(bigint) (
    SFUNC = int8_avg_accum, STYPE = internal, SSPACE = 128, FINALFUNC = numeric_poly_avg,
    COMBINEFUNC = int8_avg_combine, SERIALFUNC = int8_avg_serialize, DESERIALFUNC = int8_avg_deserialize,
    MSFUNC = int8_avg_accum, MINVFUNC = int8_avg_accum_inv, MSTYPE = internal, MSSPACE = 64,
    MFINALFUNC = numeric_poly_avg, PARALLEL = SAFE);
CREATE AGGREGATE kinds.total(integer) (
    SFUNC = int4_sum, STYPE = bigint, INITCOND = '10', MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv,
    MSTYPE = bigint[], MINITCOND = '{0,0}', MFINALFUNC = int2int4_sum, MFINALFUNC_MODIFY = SHAREABLE, PARALLEL = RESTRICTED);
CREATE AGGREGATE kinds.largest(text) (SFUNC = text_larger, STYPE = text, SORTOP = >);
CREATE AGGREGATE kinds.collected(VARIADIC "any") (
    SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA,
    FINALFUNC_MODIFY = READ_WRITE, MSFUNC = ordered_set_transition_multi, MINVFUNC = ordered_set_transition_multi,
    MSTYPE = internal, MFINALFUNC = rank_final, MFINALFUNC_EXTRA);
CREATE AGGREGATE kinds.middle(float8 ORDER BY anyelement) (
    SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA,
    FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE kinds.place(VARIADIC "any" ORDER BY VARIADIC "any") (
    SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE kinds.rows_of(*) (
    SFUNC = int8inc, STYPE = int8, INITCOND = 0, FINALFUNC = int8abs, FINALFUNC_MODIFY = READ_ONLY,
    MSFUNC = int8inc, MINVFUNC = int8dec, MSTYPE = int8, MINITCOND = 0, MFINALFUNC = int8abs,
    MFINALFUNC_MODIFY = READ_WRITE);
COMMENT ON AGGREGATE kinds.middle(float8 ORDER BY anyelement) IS 'an ordered-set aggregate';

CREATE FUNCTION kinds.cents_cmp(kinds.cents, kinds.cents) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT AS 'btint8cmp';
CREATE FUNCTION kinds.cents_lt(kinds.cents, kinds.cents) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT AS 'int8lt';
CREATE FUNCTION kinds.cents_le(kinds.cents, kinds.cents) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT AS 'int8le';
CREATE FUNCTION kinds.cents_eq(kinds.cents, kinds.cents) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT AS 'int8eq';
CREATE FUNCTION kinds.cents_ge(kinds.cents, kinds.cents) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT AS 'int8ge';
CREATE FUNCTION kinds.cents_gt(kinds.cents, kinds.cents) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT AS 'int8gt';
CREATE FUNCTION kinds.cents_minus(kinds.cents) RETURNS kinds.cents
    LANGUAGE internal IMMUTABLE STRICT AS 'int8um';
CREATE FUNCTION kinds.cents_hash(kinds.cents) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashint8';
CREATE FUNCTION kinds.cents_to_box(kinds.cents) RETURNS float8 LANGUAGE internal IMMUTABLE STRICT AS 'i8tod';

CREATE OPERATOR kinds.< (FUNCTION = kinds.cents_lt, LEFTARG = kinds.cents, RIGHTARG = kinds.cents,
    COMMUTATOR = OPERATOR(kinds.>), NEGATOR = OPERATOR(kinds.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR kinds.> (FUNCTION = kinds.cents_gt, LEFTARG = kinds.cents, RIGHTARG = kinds.cents,
    COMMUTATOR = OPERATOR(kinds.<), NEGATOR = OPERATOR(kinds.<=));
CREATE OPERATOR kinds.>= (FUNCTION = kinds.cents_ge, LEFTARG = kinds.cents, RIGHTARG = kinds.cents,
    COMMUTATOR = OPERATOR(kinds.<=), NEGATOR = OPERATOR(kinds.<));
CREATE OPERATOR kinds.<= (FUNCTION = kinds.cents_le, LEFTARG = kinds.cents, RIGHTARG = kinds.cents,
    COMMUTATOR = OPERATOR(kinds.>=), NEGATOR = OPERATOR(kinds.>));
CREATE OPERATOR kinds.= (FUNCTION = kinds.cents_eq, LEFTARG = kinds.cents, RIGHTARG = kinds.cents,
    COMMUTATOR = OPERATOR(kinds.=), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR kinds.-/ (FUNCTION = kinds.cents_minus, RIGHTARG = kinds.cents);
COMMENT ON OPERATOR kinds.= (kinds.cents, kinds.cents) IS 'an operator';
COMMENT ON OPERATOR kinds.-/ (NONE, kinds.cents) IS 'a prefix operator';

CREATE OPERATOR FAMILY kinds.cents_family USING btree;
COMMENT ON OPERATOR FAMILY kinds.cents_family USING btree IS 'an operator family';
CREATE OPERATOR CLASS kinds.cents_ops DEFAULT FOR TYPE kinds.cents USING btree FAMILY kinds.cents_family AS
    OPERATOR 1 kinds.<, OPERATOR 2 kinds.<=, OPERATOR 3 kinds.=, OPERATOR 4 kinds.>=, OPERATOR 5 kinds.>,
    FUNCTION 1 kinds.cents_cmp(kinds.cents, kinds.cents);
COMMENT ON OPERATOR CLASS kinds.cents_ops USING btree IS 'an operator class';
CREATE OPERATOR CLASS kinds.cents_hash_ops FOR TYPE kinds.cents USING hash AS
    OPERATOR 1 kinds.=, FUNCTION 1 kinds.cents_hash(kinds.cents);
CREATE OPERATOR FAMILY kinds.loose USING btree;
ALTER OPERATOR FAMILY kinds.loose USING btree ADD OPERATOR 1 <(integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
CREATE OPERATOR CLASS kinds.near_ops FOR TYPE point USING gist AS
    STORAGE box, OPERATOR 11 |>>(point, point), OPERATOR 15 <->(point, point) FOR ORDER BY float_ops,
    FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 3 gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
    FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal),
    FUNCTION 8 (point, point) gist_point_distance(internal, point, smallint, oid, internal);

CREATE CAST (kinds.cents AS bigint) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (bigint AS kinds.cents) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (kinds.cents AS float8) WITH FUNCTION kinds.cents_to_box(kinds.cents);
CREATE CAST (text AS kinds.cents) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (kinds.cents AS float8) IS 'a cast';

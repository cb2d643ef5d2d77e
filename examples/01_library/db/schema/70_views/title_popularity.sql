CREATE MATERIALIZED VIEW report.title_popularity AS
SELECT t.title_id, t.name AS title, count(l.loan_id) AS loans, max(l.lent_on) AS last_lent_on
FROM catalogue.title AS t
LEFT JOIN catalogue.copy AS c USING (title_id)
LEFT JOIN lending.loan AS l USING (copy_id)
GROUP BY t.title_id;

CREATE UNIQUE INDEX title_popularity_key ON report.title_popularity (title_id);

COMMENT ON MATERIALIZED VIEW report.title_popularity IS 'Refreshed every night';

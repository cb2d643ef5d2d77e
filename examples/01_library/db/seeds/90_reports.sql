REFRESH MATERIALIZED VIEW report.title_popularity;

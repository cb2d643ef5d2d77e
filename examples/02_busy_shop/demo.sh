#!/usr/bin/env bash
# Deploys in psql while pgbench shops, on the server that PGHOST and PGPORT name, as a superuser; drops what it made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

databases='shop_busy shop_built'
. ../demo.bash

shoppers=
close_and_tidy() {
  rm -f "$work/open"
  [ -z "$shoppers" ] || wait "$shoppers" || true
  tidy
}
trap close_and_tidy EXIT

# Shoppers come, again and again, for as long as the shop is open; each time pgbench says how they fared.
open_shop() {
  : > "$work/open"
  : > "$work/pgbench"
  while [ -e "$work/open" ]; do
    pgbench -n -c 4 -T 2 -f shoppers.sql shop_busy >> "$work/pgbench" 2>&1 || echo 'shoppers gave up' >> "$work/pgbench"
  done &
  shoppers=$!
  until [ "$(psql -XAt -d shop_busy -c "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'demo' AND query LIKE '%purchase%' AND pid <> pg_backend_pid()")" = t ]; do :; done
}

close_shop() {
  rm "$work/open"
  wait "$shoppers"
  shoppers=
  awk '/number of transactions actually/ { done += $6 } /number of failed/ { failed += $5; runs++ } /shoppers gave up|aborted/ { failed++; print }
    END { printf "shoppers served: %d, failed transactions: %d\n", done, failed; exit (failed > 0 || runs == 0) }' "$work/pgbench"
}

heading '1. The shop, and what the migrations would lock'
createdb shop_busy
psql -Xq1 -v ON_ERROR_STOP=1 -d shop_busy -f before.sql
show shop_busy <<'SQL'
CREATE EXTENSION confiture;
\set db `tar -C db -cz . | base64 -w0`
SELECT change, count(*) AS files FROM confiture.load_archive(decode(:'db', 'base64')) GROUP BY change;

SELECT version, line, transactional, relations, lock FROM confiture.migrate_plan();
SQL

heading '2. Deploy while shoppers buy'
open_shop
show shop_busy <<'SQL'
CALL confiture.migrate();
SELECT version, name, state, reversible FROM confiture.status ORDER BY version;
SQL
close_shop

heading '3. What was done'
show shop_busy <<'SQL'
SELECT action, version, name, outcome, statements, duration FROM confiture.history ORDER BY id;
SELECT state, count(*) > 0 AS purchases FROM purchase GROUP BY state ORDER BY state;
SELECT count(*) AS steps_left FROM confiture.step;
\d purchase
SQL
createdb shop_built
show shop_built <<'SQL'
CREATE EXTENSION confiture;
\set db `tar -C db -cz . | base64 -w0`
SELECT change, count(*) AS files FROM confiture.load_archive(decode(:'db', 'base64')) GROUP BY change;
SELECT path, statements FROM confiture.build();
SQL
# Newer pg_dump fences its output with a random word, the same on no two runs.
for database in $databases; do
  pg_dump -s -N confiture "$database" | grep -vE '^.(un)?restrict ' > "$work/$database.sql"
done
diff "$work/shop_busy.sql" "$work/shop_built.sql" && echo 'Both have the same schema.'

heading '4. Back, and forth again'
open_shop
show shop_busy <<'SQL'
CALL confiture.migrate('001', down => true);
SELECT version, name, state FROM confiture.status ORDER BY version;
CALL confiture.migrate();
SELECT version, name, state FROM confiture.status ORDER BY version;
SELECT * FROM confiture.verify_history();
SQL
close_shop

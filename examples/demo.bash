# What the demonstrations have in common; each says first which $databases (and $roles) it makes, and sources this in its own folder.
export LC_ALL=C PGCLIENTENCODING=UTF8 PGDATABASE=postgres PGAPPNAME=demo
unset PGOPTIONS
: "${roles:=}"

# Whatever has one of these names is not ours to drop.
taken=$(psql -XAtc "SELECT name FROM unnest(string_to_array('$databases $roles', ' ')) AS name
  WHERE name IN (SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles)")
if [ -n "$taken" ]; then
  echo "demo.sh: this server already has: ${taken//$'\n'/, }" >&2
  exit 1
fi

work=$(mktemp -d)
tidy() {
  local name
  rm -r "$work"
  for name in $databases; do dropdb --if-exists --force "$name" 2>/dev/null; done
  for name in $roles; do psql -Xqc "DROP ROLE IF EXISTS $name" 2>/dev/null; done
}
trap tidy EXIT

heading() { printf '\n%s\n%s\n\n' "$1" "${1//?/=}"; }

# Runs the psql script on standard input, which must succeed, and shows it with its results.
show() {
  printf '$ psql %s\n' "$*"
  psql -Xaq -v ON_ERROR_STOP=1 "$@" 2>&1
}

# The same for a script in which the statement before `\echo SQLSTATE ...` must fail with SQLSTATE $1.
show_refusal() {
  local expected=$1
  shift
  printf '$ psql %s\n' "$*"
  psql -Xaq "$@" 2>&1 | tee "$work/refusal"
  grep -qx "SQLSTATE $expected" "$work/refusal" || { echo "demo.sh: expected SQLSTATE $expected" >&2; exit 1; }
}

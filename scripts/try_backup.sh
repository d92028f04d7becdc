#!/usr/bin/env bash
# try_backup.sh: does the backup that the README describes bring everything back?
# Runs inside `scripts/services.sh DIR -- scripts/try_backup.sh`, on throw-away servers.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${DATABASE_URL:?run this through scripts/services.sh}"
place=$(mktemp -d /tmp/samverk-backup.XXXXXX)
trap 'rm -rf "$place"' EXIT
export VAR_DIR="$place/var" DJANGO_SETTINGS_MODULE=config.settings.local DEMO=true
host=${DATABASE_URL#postgres://postgres@/}
host=${host%/postgres}
url() { echo "postgresql:///$1?host=$host&user=postgres"; }
tables() { # every table with its number of rows and a checksum of its contents
  psql -XAt "$(url "$1")" <<'SQL'
SELECT format(
  'SELECT %L, count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C")) FROM %I t',
  tablename, tablename)
FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename \gexec
SQL
}
python=.venv/bin/python
$python manage.py migrate --verbosity 0
$python manage.py load_demo >/dev/null
mkdir -p "$VAR_DIR/files/uploads" && echo uploaded >"$VAR_DIR/files/uploads/one.csv"

pg_dump --format=custom --file="$place/samverk.dump" "$(url postgres)"
tar -czf "$place/files.tar.gz" -C "$VAR_DIR" files

createdb --host="$host" --username=postgres restored
pg_restore --no-owner --exit-on-error --dbname="$(url restored)" "$place/samverk.dump"
mkdir "$place/new" && tar -xzf "$place/files.tar.gz" -C "$place/new"

tables postgres >"$place/before"
tables restored >"$place/after"
diff "$place/before" "$place/after"
diff -r "$VAR_DIR/files" "$place/new/files"
DATABASE_URL="postgres://postgres@/${host}/restored" $python manage.py migrate --check
echo "restored: $(wc -l <"$place/after") tables are the same, and so are the files"

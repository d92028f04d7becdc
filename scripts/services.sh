#!/usr/bin/env bash
# services.sh DIR -- COMMAND...
# Runs COMMAND with a throw-away PostgreSQL and Redis that listen on unix sockets only.
# DIR takes the logs. Several may run at once. Whatever happens to COMMAND (end,
# failure, Ctrl-C, TERM), both servers are stopped and their files removed.
set -euo pipefail

if [ $# -lt 3 ] || [ "$2" != "--" ]; then
  echo "usage: services.sh DIR -- COMMAND..." >&2
  exit 2
fi
logs=$1
shift 2
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
if [ ! -x "$bin/initdb" ] || ! command -v redis-server >/dev/null; then
  echo "services.sh needs PostgreSQL and Redis; on Debian: apt install postgresql redis-server" >&2
  exit 2
fi

place=$(mktemp -d /tmp/samverk.XXXXXX) # socket paths must stay under 108 bytes
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  chown postgres "$place"
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi

child=""
stop() {
  status=$?
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    kill -TERM -- "-$child" 2>/dev/null || true
  fi
  redis-cli -s "$place/redis.sock" shutdown nosave >/dev/null 2>&1 || true
  if [ -f "$place/data/postmaster.pid" ]; then
    (cd / && "${as[@]}" "$bin/pg_ctl" -s -m immediate -D "$place/data" stop) || true
  fi
  cp "$place"/*.log "$logs/" 2>/dev/null || true
  rm -rf "$place"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

cd_root() { (cd / && "$@"); } # the other user may not be allowed to stand here
cd_root "${as[@]}" "$bin/initdb" -D "$place/data" -U postgres -A trust -E UTF8 \
  --locale=C.UTF-8 --no-sync >"$place/initdb.log"
cd_root "${as[@]}" "$bin/pg_ctl" -s -w -D "$place/data" -l "$place/postgresql.log" \
  -o "-k $place -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off ${PG_OPTIONS:-}" \
  start
redis-server --databases 64 --port 0 --unixsocket "$place/redis.sock" --unixsocketperm 777 --save "" \
  --dir "$place" --daemonize yes --pidfile "$place/redis.pid" --logfile "$place/redis.log" >/dev/null
until redis-cli -s "$place/redis.sock" ping 2>/dev/null | grep -q PONG; do sleep 0.05; done

export DATABASE_URL="postgres://postgres@/${place}/postgres"
export REDIS_URL="unix://$place/redis.sock?db=1"
export CELERY_BROKER_URL="redis+socket://$place/redis.sock"

# Job control gives the command its own process group, so that all of it can be stopped.
set -m
"$@" </dev/null &
child=$!
set +m
set +e
wait "$child"
status=$?
set -e
child=""
exit "$status"

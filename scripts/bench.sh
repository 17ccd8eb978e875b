#!/usr/bin/env bash
# Rows per second and peak memory of the main workloads, beside C programs that load the same rows. The cases take
# turns, so that a busy machine slows all of them: compare by ratios within one run. PostgreSQL is measured where
# DATAGEN_TEST_POSTGRES names a server, or where a throwaway one can be started.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --configuration release --product DatagenBenchmarks
folder=$(mktemp -d)
chmod 755 "$folder"
stop=true
trap '$stop; rm -rf "$folder"' EXIT
bench() { .build/release/DatagenBenchmarks "$1" "$folder" "${@:2}"; }

# The server refuses to run as root.
as_server() { if [ "$(id -u)" -eq 0 ]; then su postgres -c "$1"; else bash -c "$1"; fi; }
postgres=${DATAGEN_TEST_POSTGRES:-}
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$postgres" ] && [ -n "$binaries" ]; then
  server=$folder/server
  mkdir "$server"
  [ "$(id -u)" -ne 0 ] || chown postgres "$server"
  as_server "$binaries/initdb -D $server/data -A trust -U postgres >/dev/null"
  as_server "$binaries/pg_ctl -D $server/data -w -s -l $server/log -o \"-k $server -c listen_addresses=\" start"
  stop="as_server '$binaries/pg_ctl -D $server/data -m immediate -s stop'"
  trap 'eval "$stop"; rm -rf "$folder"' EXIT
  postgres="host=$server user=postgres"
fi

for round in 1 2 3; do
  echo "round $round"
  bench yardstick
  bench random
  bench fanout
  bench generate
  bench example
  [ -n "$postgres" ] || continue
  for case in postgres-yardstick postgres postgres-yardstick-fast postgres-fast; do
    .build/release/DatagenBenchmarks "$case" "$postgres dbname=postgres" 100000
  done
done
echo "memory at ten times the rows"
bench random 20000
bench random 200000
bench columns

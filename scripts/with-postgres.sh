#!/usr/bin/env bash
# Runs a command with a throwaway PostgreSQL server, on a Unix socket in a temporary folder, that DATAGEN_TEST_POSTGRES
# names; or with the one that it names already.
set -euo pipefail

[ -n "${DATAGEN_TEST_POSTGRES:-}" ] && exec "$@"

binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
[ -n "$binaries" ] || binaries=$(dirname "$(command -v initdb || true)")
if [ ! -x "$binaries/initdb" ]; then
  echo "*** There is no PostgreSQL server: install postgresql, or set DATAGEN_TEST_POSTGRES." >&2
  [ "${CI:-}" = true ] && exit 1
  exec "$@"
fi

folder=$(mktemp -d /tmp/datagen-postgres-XXXXXXXX)
as_owner=()
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  user=$(id -u postgres >/dev/null 2>&1 && echo postgres || echo nobody)
  chown "$user" "$folder"
  as_owner=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$folder")
fi
server() { (cd "$folder" && "${as_owner[@]}" "$binaries/$1" "${@:2}" >>"$folder.log" 2>&1); }
trap 'server pg_ctl -D "$folder/data" -m immediate stop || true; rm -rf "$folder" "$folder.log"' EXIT

server initdb -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync || { cat "$folder.log" >&2; exit 1; }
server pg_ctl -D "$folder/data" -w -o "-k $folder -c listen_addresses= -c fsync=off" start ||
  { cat "$folder.log" >&2; exit 1; }
DATAGEN_TEST_POSTGRES="host=$folder user=postgres dbname=postgres" "$@"

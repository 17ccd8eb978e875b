#!/usr/bin/env bash
# Installs the system packages that datagen needs to build, where they are missing: the headers of SQLite and of
# PostgreSQL's client library, and pkg-config, which finds them; and the packages named as arguments (the tests name
# the PostgreSQL server).
set -euo pipefail

missing=()
need() { # need PACKAGE COMMAND…: the package is missing where the command fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

if ! command -v swift >/dev/null 2>&1; then
  echo "Swift 6.1 or later is needed: https://www.swift.org/install" >&2
  exit 1
fi

if command -v apt-get >/dev/null 2>&1; then
  need pkg-config command -v pkg-config
  need libsqlite3-dev pkg-config --exists sqlite3
  need libpq-dev pkg-config --exists libpq
  for package in "$@"; do need "$package" dpkg --status "$package"; done
  if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]} …" >&2
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
  fi
elif command -v brew >/dev/null 2>&1; then
  need pkgconf command -v pkg-config
  need sqlite test -d "$(brew --prefix)/opt/sqlite"
  need libpq test -d "$(brew --prefix)/opt/libpq"
  for package in "$@"; do need "$package" brew list "$package"; done
  if [ ${#missing[@]} -gt 0 ]; then brew install "${missing[@]}"; fi
else
  echo "Please install the headers of SQLite and libpq, and pkg-config, with this system's package manager." >&2
fi

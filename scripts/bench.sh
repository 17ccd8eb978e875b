#!/usr/bin/env bash
# Rows per second and peak memory of the main workloads, beside a C program that loads the same rows. The cases take
# turns, so that a busy machine slows all of them: compare by ratios within one run.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --configuration release --product DatagenBenchmarks
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bench() { .build/release/DatagenBenchmarks "$1" "$folder" "${@:2}"; }

for round in 1 2 3; do
  echo "round $round"
  bench yardstick
  bench random
  bench fanout
  bench generate
  bench example
done
echo "memory at ten times the rows"
bench random 20000
bench random 200000
bench columns

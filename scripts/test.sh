#!/usr/bin/env bash
# Everything that CI runs.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs a command that tests; where some tests fail, their issues are told again at the end, behind the noise of the others.
run_tests() {
  local log
  log=$(mktemp)
  if ! "$@" 2>&1 | tee "$log"; then
    printf '\nWhat failed:\n'
    grep -A 6 -E 'recorded an issue|Caught error|Fatal error|error: ' "$log" | grep -vE '^(✔|◇)' | cut -c 1-600 | tail -n 60
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

swift build --build-tests
swift build --configuration release --product datagen
scripts/check-documentation.sh
run_tests swift test --skip-build --disable-xctest
run_tests scripts/with-postgres.sh \
  swift test --package-path Examples/IntegrationTests --scratch-path .build-integration --disable-xctest

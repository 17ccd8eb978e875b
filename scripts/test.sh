#!/usr/bin/env bash
# Everything that CI runs.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --build-tests
swift build --configuration release --product datagen
scripts/check-documentation.sh
swift test --skip-build --disable-xctest
swift test --package-path Examples/IntegrationTests --scratch-path .build-integration --disable-xctest

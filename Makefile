# The chores of datagen. The first two do everything on a fresh Debian or Ubuntu machine with Swift.
#
#   make demo     build, generate Examples/bank.json into output/bank.sqlite, validate it
#   make test     everything that CI runs: tests, examples, the commands of the documentation
#   make bench    rows per second and peak memory (release build)
#   make lint     swift format, strict
#   make format   swift format, in place
#   make clean    remove what was built and generated

DATAGEN = .build/release/datagen

.PHONY: demo test bench lint format clean setup build

demo: build
	$(DATAGEN) generate Examples/bank.json --if-exists replace
	$(DATAGEN) validate Examples/bank.json

test:
	scripts/setup.sh postgresql
	scripts/test.sh

bench: setup
	scripts/bench.sh

lint:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks Examples

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks Examples

clean:
	rm -rf .build .build-* output Benchmarks/.build

setup:
	scripts/setup.sh

build: setup
	swift build --configuration release --product datagen

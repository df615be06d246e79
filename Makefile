# The commands of the README. Everything they need is installed by tools/packages.sh.
BUILD   ?= build
JOBS    ?= $(shell nproc)
VILFREDO = $(BUILD)/release/apps/vilfredo/vilfredo
SUITE   ?= suites/quickstart.json
STORE   ?= out/quickstart.sqlite

export CCACHE_SLOPPINESS ?= time_macros,include_file_mtime
export CTEST_OUTPUT_ON_FAILURE ?= 1

.PHONY: help quickstart check check-fast check-sanitizers check-clang check-headers check-package \
        check-crash check-slow check-stat check-fuzz check-tsan bench bench-indicators format format-check tidy reference-sets packages release clean

help:
	@echo "make quickstart   install what is missing, build, solve the engineering suite, write a report"
	@echo "make check        install, build, run the tests; package, headers, clang, sanitizers"
	@echo "make check-fast   its first part alone: the tests of the optimised build"
	@echo "make check-stat   statistical acceptance, minutes;  make check-fuzz  random calls of indicators, minutes;  make check-crash   200 kills;  make check-tsan"
	@echo "make bench        measure speed against pagmo and rewrite docs/performance.md"
	@echo "make bench-indicators   measure indicators, sorting and archives against their peers"
	@echo "make format tidy  format and lint our sources"

packages:
	@tools/packages.sh

release: packages
	cmake --preset release -B $(BUILD)/release
	cmake --build $(BUILD)/release --parallel $(JOBS) --target vilfredo

quickstart: release
	@mkdir -p $(dir $(STORE))
	$(VILFREDO) run $(SUITE) --store $(STORE) --jobs $(JOBS)
	$(VILFREDO) report $(STORE) -o out/quickstart
	@echo "The report is out/quickstart/report.html"

check: check-fast check-package check-headers check-clang check-sanitizers

check-fast: packages
	cmake --preset dev -B $(BUILD)/dev
	cmake --build $(BUILD)/dev --parallel $(JOBS)
	ctest --test-dir $(BUILD)/dev --parallel $(JOBS) -LE 'slow|stat|bench|fuzz' --no-tests=error

# Unit and law tests once more, with the address and undefined-behaviour sanitizers.
check-sanitizers: packages
	cmake --preset asan-ubsan -B $(BUILD)/asan-ubsan
	cmake --build $(BUILD)/asan-ubsan --parallel $(JOBS)
	ctest --test-dir $(BUILD)/asan-ubsan --parallel $(JOBS) -L 'unit|law' --no-tests=error

# Installs the library and builds two programs against it.
check-package: packages
	tests/package/run.sh $(BUILD)/dev $(BUILD)/package

# Every public header alone.
check-headers: packages
	cmake --preset dev -B $(BUILD)/dev -DCMAKE_VERIFY_INTERFACE_HEADER_SETS=ON
	cmake --build $(BUILD)/dev --parallel $(JOBS) --target all_verify_interface_header_sets

# The library (not the tests) with clang.
check-clang: packages
	cmake --preset clang -B $(BUILD)/clang
	cmake --build $(BUILD)/clang --parallel $(JOBS)

# 200 kills at random moments; a few of them are in `make check` as well.
check-crash check-slow: packages
	cmake --preset dev -B $(BUILD)/dev
	cmake --build $(BUILD)/dev --parallel $(JOBS)
	ctest --test-dir $(BUILD)/dev -L slow --no-tests=error

# Statistical acceptance: minutes.
check-stat: packages
	cmake --preset dev -B $(BUILD)/dev
	cmake --build $(BUILD)/dev --parallel $(JOBS)
	ctest --test-dir $(BUILD)/dev -L stat --no-tests=error

# Random calls of every indicator: minutes.
check-fuzz: packages
	cmake --preset asan-ubsan -B $(BUILD)/asan-ubsan
	cmake --build $(BUILD)/asan-ubsan --parallel $(JOBS) --target test_fuzz_indicators
	ctest --test-dir $(BUILD)/asan-ubsan -L fuzz --no-tests=error

check-tsan: packages
	cmake --preset tsan -B $(BUILD)/tsan
	cmake --build $(BUILD)/tsan --parallel $(JOBS)
	ctest --test-dir $(BUILD)/tsan --parallel $(JOBS) -L 'unit|law' --no-tests=error

bench: packages
	cmake --preset release -B $(BUILD)/bench -DVILFREDO_BENCH=ON
	cmake --build $(BUILD)/bench --parallel $(JOBS)
	bench/run.sh $(BUILD)/bench docs/performance.md

# Indicators, sorting and archives against moocore, pagmo and others; the peers are built in PEERS.
PEERS ?= $(abspath $(BUILD))/peers
# Some twenty minutes; fewer bounds give steadier medians and take hours.
INDICATOR_BENCH ?= --rounds 3 --longest-cycle 0.05 --longest-call 0.15
bench-indicators: packages
	bench/peers/fetch.sh $(PEERS)
	cmake --preset release -B $(BUILD)/bench -DVILFREDO_BENCH=ON -DVILFREDO_PEERS=$(PEERS)
	cmake --build $(BUILD)/bench --parallel $(JOBS) --target bench_indicators
	bench/peers/run.sh $(BUILD)/bench/bench/peers/bench_indicators $(PEERS) docs/performance.md $(INDICATOR_BENCH)

# Long runs of several solvers on every engineering problem; minutes. The sets are compiled in.
reference-sets: packages
	cmake --preset release -B $(BUILD)/release
	cmake --build $(BUILD)/release --parallel $(JOBS) --target vilfredo-reference-sets
	$(BUILD)/release/apps/reference_sets/vilfredo-reference-sets

SOURCES = $(shell git ls-files '*.hpp' '*.cpp')

format:
	clang-format -i $(SOURCES)

format-check:
	clang-format --dry-run --Werror $(SOURCES)

tidy: packages
	cmake --preset clang -B $(BUILD)/clang -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
	cmake --build $(BUILD)/clang --parallel $(JOBS) --target vilfredo_problems
	run-clang-tidy -quiet -p $(BUILD)/clang -j $(JOBS) '/(core|indicators|problems|algorithms|interop|apps)/'

clean:
	rm -rf $(BUILD) out

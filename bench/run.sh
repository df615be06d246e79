#!/usr/bin/env bash
# Runs the benchmarks of the build in $1 and writes the page $2. Wall time on a busy machine means
# little: ratios are taken inside one interleaved run.
set -euo pipefail
build=$1
page=$2

# section TITLE PROGRAM
section() {
  echo
  echo "## $1"
  echo
  "$build/bench/$2"
}

{
  echo "# Performance"
  echo
  echo "Written by \`make bench\`; do not edit. $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), one thread."
  section "MOEA/D against pagmo, through a run with erased solver and problem" bench_moead
  section "Suites: planning, the resume scan, overhead of a run" bench_store
  section "Trace: what recording a run costs" bench_trace
  section "Memory of a run" bench_memory
} > "$page.new"
mv "$page.new" "$page"

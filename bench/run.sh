#!/usr/bin/env bash
# Runs the benchmarks of the build in $1 and writes the page $2. Wall time on a busy machine means
# little: ratios are taken inside one interleaved run.
set -euo pipefail
build=$1
page=$2
{
  echo "# Performance"
  echo
  echo "Written by \`make bench\`; do not edit. $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), one thread."
  echo
  echo "## MOEA/D against pagmo, through a run with erased solver and problem"
  echo
  echo '```'
  "$build/bench/bench_moead"
  echo '```'
} > "$page.new"
mv "$page.new" "$page"

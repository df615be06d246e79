#!/usr/bin/env bash
# Runs the benchmarks of the build in $1 and writes their part of the page $2. Wall time on a busy
# machine means little: ratios are taken inside one interleaved run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$1
page=$2
text=$(mktemp)
trap 'rm -f "$text"' EXIT

# section TITLE PROGRAM
section() {
  echo
  echo "### $1"
  echo
  "$build/bench/$2"
}

{
  echo "## Solvers and suites"
  echo
  echo "Written by \`make bench\`; do not edit. $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), one thread."
  section "MOEA/D against pagmo, through a run with erased solver and problem" bench_moead
  section "Suites: planning, the resume scan, overhead of a run" bench_store
  section "Trace: what recording a run costs" bench_trace
  section "Memory of a run" bench_memory
  section "Gaussian processes" bench_gaussian_process
} > "$text"
"$here/write_part.sh" "$page" solvers < "$text"

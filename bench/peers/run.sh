#!/usr/bin/env bash
# Measures indicators, sorting and archives against their peers and writes their part of the page.
#
#   bench/peers/run.sh PROGRAM PEERS PAGE [options of the program]
#
# The whole table is measured with the best instruction set of the machine; the portable path and
# AVX2 are measured apart afterwards, on spheres of up to 1000 points. Raw values lie beside the page,
# one JSON file per path.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$1
peers=$2
page=$3
shift 3
raw=$(dirname "$page")/performance
mkdir -p "$raw"
text=$(mktemp)
trap 'rm -f "$text"' EXIT
{
  echo "## Indicators, sorting and archives"
  echo
  echo "Written by \`make bench-indicators\`; do not edit." \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), one thread, processor time," \
    "contenders taking turns over different instances. Median of the rounds; † measured once;" \
    "ratio: fastest peer over ours."
  echo
  sed 's/^/- /' "$peers/versions.txt"
  echo "- options: ${*:-none}"
  for path in best avx2 scalar; do
    part=()
    if [ $path = best ]; then
      unset VILFREDO_ISA
    else
      export VILFREDO_ISA=$path
      part=(--shape sphere --largest-n 1000)
    fi
    echo
    echo "### Instruction set: $path"
    echo
    "$program" --versions "$peers/versions.txt" --json "$raw/indicators-$path.json" "$@" "${part[@]}"
  done
} > "$text"
"$here/../write_part.sh" "$page" indicators < "$text"

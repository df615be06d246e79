#!/usr/bin/env bash
# Installs the build in $1 below $2 and builds and runs one program through find_package and one
# through add_subdirectory.
set -euo pipefail
build=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
here=$(dirname "$(realpath "$0")")

rm -rf "$work/prefix" "$work/consumer"
cmake --install "$build" --prefix "$work/prefix" > "$work/install.log"
cmake -S "$here/find_package" -B "$work/consumer" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
  -DCMAKE_BUILD_TYPE=Release > "$work/configure.log"
cmake --build "$work/consumer"
"$work/consumer/consumer"

cmake -S "$here/add_subdirectory" -B "$work/subdirectory" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  > "$work/subdirectory.log"
cmake --build "$work/subdirectory" --target consumer
"$work/subdirectory/consumer"
echo "2 passed, 0 failed"

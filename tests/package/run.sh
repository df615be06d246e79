#!/usr/bin/env bash
# Installs the build in $1 below $2 and builds and runs one program through find_package, as it is
# and with the address sanitizer, and one through add_subdirectory. A program compiled for another
# alignment of matrices has to be refused by the compiler, with the reason.
set -euo pipefail
build=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
here=$(dirname "$(realpath "$0")")

rm -rf "$work/prefix" "$work/plain" "$work/sanitized" "$work/wider"
cmake --install "$build" --prefix "$work/prefix" > "$work/install.log"

# configure FOLDER FLAGS
configure() {
  cmake -S "$here/find_package" -B "$work/$1" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS="$2" > "$work/$1.log"
}

for consumer in plain: sanitized:-fsanitize=address; do
  folder=${consumer%%:*}
  configure "$folder" "${consumer#*:}"
  cmake --build "$work/$folder"
  "$work/$folder/consumer"
done

if [ "$(uname -m)" = x86_64 ]; then
  configure wider -mavx2
  if cmake --build "$work/wider" > "$work/wider.log" 2>&1; then
    echo "a program whose matrices are aligned otherwise was not refused" >&2
    exit 1
  fi
  grep -q "build vilfredo with the same flags" "$work/wider.log"
fi

cmake -S "$here/add_subdirectory" -B "$work/subdirectory" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  > "$work/subdirectory.log"
cmake --build "$work/subdirectory" --target consumer
"$work/subdirectory/consumer"
echo "4 passed, 0 failed"

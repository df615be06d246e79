#!/usr/bin/env bash
# Fetches the peers that the indicator benchmarks measure and builds each into a shared library, all
# outside the source tree:
#
#   bench/peers/fetch.sh [FOLDER]      default: build/peers
#
# moocore  the C library inside the source distribution of the Python package
# hvwfg    the reference WFG code, HV4D-R and HV5D-R, inside the source distribution of the same name
#
# They are compiled for this machine with everything the compiler has, which favours them: our own
# library is measured as shipped. pagmo comes from the system.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../build/peers}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
moocore=0.3.2
hvwfg=1.0.2

source_of() {  # name version: unpacks NAME-VERSION below $folder unless it is there
  if [ ! -d "$folder/$1-$2" ]; then
    python3 -m pip download --quiet --no-deps --no-build-isolation --no-binary "$1" \
      --dest "$folder" "$1==$2" >/dev/null 2>&1 ||
      python3 -m pip download --quiet --no-deps --no-binary "$1" --dest "$folder" "$1==$2"
    tar -xzf "$folder/$1-$2.tar.gz" -C "$folder"
  fi
}

flags=(-O3 -march=native -flto -DNDEBUG -DDEBUG=0 -fPIC -shared -fvisibility=hidden -w)
cc=${CC:-gcc}

source_of moocore "$moocore"
c=$folder/moocore-$moocore/src/moocore/libmoocore
"$cc" "${flags[@]}" -DMOOCORE_SHARED_LIB -I"$c" -I"$here" "$here/shim/moocore.c" \
  "$c"/{avl,eaf,eaf3d,eafdiff,r2_exact,hv,hvapprox,hv3dplus,hv4d,hvc3d,hv_contrib,io,libutil}.c \
  "$c"/{mt19937/mt19937,pareto,rng,whv,whv_hype}.c -o "$folder/libpeer_moocore.so" -lm

source_of hvwfg "$hvwfg"
c=$folder/hvwfg-$hvwfg/hvwfg/c
for name in wfg hv4dr hv5dr; do
  "$cc" "${flags[@]}" -I"$c" -I"$here" -DPEER_NAME="peer_$name" -DPEER_SOURCE="\"$name.c\"" \
    -DPEER_QUADRATIC="$([ $name = hv5dr ] && echo 1 || echo 0)" "$here/shim/while.c" \
    -o "$folder/libpeer_$name.so" -lm
done

printf 'moocore %s\nhvwfg %s\npagmo %s\ncompiler of the peers: %s, -O3 -march=native -flto\n' \
  "$moocore" "$hvwfg" "$(pkg-config --modversion pagmo 2>/dev/null ||
    dpkg-query -W -f '${Version}' libpagmo-dev 2>/dev/null || echo unknown)" \
  "$("$cc" --version | head -n 1)" > "$folder/versions.txt"
cat "$folder/versions.txt"

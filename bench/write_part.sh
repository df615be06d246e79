#!/usr/bin/env bash
# Replaces the part NAME of the page FILE by standard input, or appends it; the rest stays. Nothing
# is written unless the input is complete.
#
#   bench/write_part.sh FILE NAME < text
set -euo pipefail
page=$1
name=$2
new=$(mktemp "$page.XXXXXX")
trap 'rm -f "$new"' EXIT
begin="<!-- begin $name -->"
end="<!-- end $name -->"
text=$(cat)

[ -f "$page" ] || printf '# Performance\n' > "$page"
awk -v begin="$begin" -v end="$end" '$0 == begin { inside = 1 } !inside { print } $0 == end { inside = 0 }' \
  "$page" | cat -s | sed '${/^$/d}' > "$new"
printf '\n%s\n%s\n%s\n' "$begin" "$text" "$end" >> "$new"
chmod 644 "$new"
mv "$new" "$page"

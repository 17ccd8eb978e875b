#!/usr/bin/env bash
# Runs every command that the documentation shows: the lines of its ```sh blocks, in a scratch folder, block by block.
# A line `# exit N` before a command says that it ends with the code N.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PATH="$root/.build/release:$PATH"
cp -R Examples Documentation "$scratch/"
cd "$scratch"

count=0
for page in "$root"/README.md "$root"/Documentation/*.md; do
  [ -f "$page" ] || continue
  expected=0
  while IFS= read -r line; do
    case "$line" in
      "" | "make "* | "swift "* | "git "* | "cd "*) continue ;; # run by CI itself, or about the clone
      "# exit "*) expected=${line#"# exit "} ; continue ;;
      "#"*) continue ;;
    esac
    code=0
    bash -c "$line" >out.txt 2>err.txt </dev/null || code=$?
    if [ "$code" -ne "$expected" ]; then
      echo "$(basename "$page"): \`$line\` ended with $code instead of $expected:" >&2
      cat out.txt err.txt >&2
      exit 1
    fi
    expected=0
    count=$((count + 1))
  done < <(awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$page")
done
echo "documentation: $count commands run"

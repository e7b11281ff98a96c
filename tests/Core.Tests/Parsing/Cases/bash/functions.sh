#!/usr/bin/env bash

source ./common.sh
. "$(dirname "$0")/lib/log.sh"

export TARGET=release VERBOSE
readonly ROOT=/srv
declare -a files=(a b)

# Builds one file.
build() {
  local file="$1" output
  output=${file%.c}.o
  counter=$((counter + 1))
  compile "$file" -o "$output" || fail "cannot build ${file}"
  for option in "$@"; do echo "$option"; done
  echo "${files[0]} $TARGET"
}

function fail {
  log_error "$1"
  exit 1
}

while read -r line rest; do
  CC=gcc build "$line"
done < "$ROOT/list"

for ((i = 0; i < 3; i++)); do
  build "$i"
done

cleanup() { rm -f "$output"; unset counter; }
trap cleanup EXIT
result=$(build x)

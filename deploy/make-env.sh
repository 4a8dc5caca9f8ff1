#!/bin/sh
# Writes deploy/.env, or the file that is named, from .env.example, with a password of its own for every `change-me`.
set -eu
target="${1:-$(dirname "$0")/.env}"
[ ! -e "$target" ] || { echo "$target is there already; it is left as it is." >&2; exit 1; }
umask 077
while IFS= read -r line; do
  case "$line" in
    *=change-me) echo "${line%change-me}$(od -An -N 24 -tx1 /dev/urandom | tr -d ' \n')" ;;
    *) echo "$line" ;;
  esac
done <"$(dirname "$0")/.env.example" >"$target"
echo "$target has passwords now. Keep a copy where you keep passwords."

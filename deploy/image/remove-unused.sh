#!/bin/sh
# Removes from node_modules what a server never reads: binaries of other platforms, types, source maps, descriptions.
set -eu
cd node_modules

arch="$(node -p process.arch)"
for folder in onnxruntime-node/bin/napi-v*/*/*; do
  [ "${folder%/linux/"$arch"}" != "$folder" ] || rm -rf "$folder"
done

find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \
  -o -iname 'readme*.md' -o -iname 'changelog*.md' -o -iname 'history.md' \) -delete
# A library names the compiler as its companion, for its types only.
rm -rf .bin .package-lock.json typescript @typescript @types

#!/bin/sh
# Puts the Node that package.json names, or a link to that of the base image if it is of the same major version, at $1.
set -eu
wanted="$(node -p 'require("./package.json").devDependencies.node.split(".")[0]')"
present="$(node -p 'process.versions.node.split(".")[0]')"
mkdir -p "$(dirname "$1")"
if [ "$present" = "$wanted" ]; then
  ln -s "$(command -v node)" "$1"
else
  npm rebuild node
  mv node_modules/node/bin/node "$1"
fi
"$1" --version

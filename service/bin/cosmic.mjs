#!/usr/bin/env node
// Started by whatever Node the machine has; the service itself wants the one that the lock file names.
import { existsSync } from "node:fs";
import { NODE } from "../../launch/install.mjs";
import { runCosmic } from "../../launch/run-cosmic.mjs";

if (existsSync(NODE)) {
  runCosmic(process.argv.slice(2));
} else {
  console.error("Nothing is installed yet. Run `npm start` or `npm install` first.");
  process.exitCode = 1;
}

// Writes the command `cosmic` to the path that is given. It becomes the service, so that signals reach it, and has the
// settings of the runtime that launch/run-cosmic.mjs uses outside a container.
import { readFileSync, writeFileSync } from "node:fs";

const runtime = JSON.parse(readFileSync(new URL("../../launch/runtime.json", import.meta.url), "utf8"));
const settings = Object.entries(runtime.environment).map(([name, value]) => `export ${name}=${value}`);
const command = ["/opt/cosmic/node", ...runtime.arguments, "/app/service/src/main.ts", '"$@"'].join(" ");

writeFileSync(process.argv[2], ["#!/bin/sh", ...settings, `exec ${command}`, ""].join("\n"), { mode: 0o755 });

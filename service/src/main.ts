import { loadFaster } from "./faster-loading.ts";

loadFaster();
const { runCommandLine } = await import("./cli/command-line.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));

import { enableCompileCache } from "node:module";

// Parsed code is kept between starts, which is most of what a start would spend its time on.
enableCompileCache();
const { runCommandLine } = await import("./cli/command-line.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));

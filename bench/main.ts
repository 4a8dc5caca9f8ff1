import { benchEmbed } from "./embed.ts";

const BENCHES: Record<string, () => Promise<void>> = { embed: benchEmbed };

const name = process.argv[2] ?? "";
const bench = BENCHES[name];
if (bench) await bench();
else {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHES).join("|")}>`);
  process.exitCode = 2;
}

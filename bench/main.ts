import { benchCost } from "./cost.ts";
import { benchEmbed } from "./embed.ts";
import { benchEvents } from "./events.ts";
import { benchFreshness } from "./freshness.ts";
import { benchIngest } from "./ingest.ts";
import { benchInsights } from "./insights.ts";
import { benchMemory } from "./memory.ts";
import { benchSearch } from "./search.ts";
import { benchSync } from "./sync.ts";
import { benchThemes } from "./themes.ts";
import { benchWeb } from "./web.ts";

const BENCHES: Record<string, () => Promise<void>> = {
  embed: benchEmbed,
  ingest: benchIngest,
  freshness: benchFreshness,
  search: benchSearch,
  insights: benchInsights,
  memory: benchMemory,
  sync: benchSync,
  events: benchEvents,
  themes: benchThemes,
  web: benchWeb,
  cost: benchCost,
};

const bench = BENCHES[process.argv[2] ?? ""];
if (bench) await bench();
else {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHES).join("|")}>`);
  process.exitCode = 2;
}

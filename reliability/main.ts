import { fuzzPassages } from "./fuzz-passages.ts";
import { killAgainAndAgain } from "./kills.ts";
import { searchUnderLoad } from "./load.ts";
import { soak } from "./soak.ts";

/** What takes too long for every test run: `npm run reliability -- NAME [HOW MANY]`. Fails if a promise does not hold. */
const CHECKS: Record<string, { defaults: number; what: string; run: (many: number) => Promise<void> }> = {
  kills: {
    defaults: 100,
    what: "times the program is killed while documents are written",
    run: killAgainAndAgain,
  },
  soak: { defaults: 30, what: "minutes of writing, searching and deleting", run: soak },
  load: { defaults: 120, what: "seconds that 200 searchers ask without a pause", run: searchUnderLoad },
  fuzz: { defaults: 1_000_000, what: "random texts that are split into passages", run: fuzzPassages },
};

const [name = "", many] = process.argv.slice(2);
const check = CHECKS[name];
const asked = Number(many ?? check?.defaults);
if (check && Number.isInteger(asked) && asked > 0) await check.run(asked);
else {
  console.error("Usage: npm run reliability -- NAME [HOW MANY]\n");
  for (const [it, { defaults, what }] of Object.entries(CHECKS))
    console.error(`  ${it.padEnd(6)} ${defaults} ${what}`);
  process.exitCode = 2;
}

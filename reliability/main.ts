import { CELLS, causeFaults } from "./faults/cause-faults.ts";
import { ROWS } from "./faults/matrix.ts";
import { fuzzPassages } from "./fuzz-passages.ts";
import { killAgainAndAgain } from "./kills.ts";
import { searchUnderLoad } from "./load.ts";
import { soak } from "./soak.ts";

interface Check {
  usage: string;
  /** @returns what is to be run, or undefined for an argument that makes no sense */
  accept(argument: string | undefined): (() => Promise<void>) | undefined;
}

const WRITE = "--write";
const PAGE = "docs/reliability.md";

/** What takes too long for every test run: `npm run reliability -- NAME [ARGUMENT]`. Fails if a promise does not hold. */
const CHECKS: Record<string, Check> = {
  kills: counted(100, "times the program is killed while documents are written", killAgainAndAgain),
  load: counted(120, "seconds that 200 searchers ask without a pause", searchUnderLoad),
  soak: counted(30, "minutes of writing, searching and deleting", soak),
  fuzz: counted(1_000_000, "random texts that are split into passages", fuzzPassages),
  faults: {
    usage: `all of them, "--write" them into ${PAGE}, or those of ${ROWS.map(({ name }) => `"${name}"`).join(", ")}`,
    accept(argument = "") {
      const part = argument === WRITE ? "" : argument.toLowerCase();
      const wanted = CELLS.filter((cell) => part === "" || `${cell},`.toLowerCase().startsWith(`${part},`));
      if (wanted.length === 0) return undefined;
      return () => causeFaults(new Set(wanted), argument === WRITE ? PAGE : undefined);
    },
  },
};

function counted(usual: number, what: string, run: (many: number) => Promise<void>): Check {
  return {
    usage: `${usual} ${what}`,
    accept(argument) {
      const many = Number(argument ?? usual);
      return Number.isInteger(many) && many > 0 ? () => run(many) : undefined;
    },
  };
}

const [name = "", argument] = process.argv.slice(2);
const run = CHECKS[name]?.accept(argument);
if (run) await run();
else {
  console.error("Usage: npm run reliability -- NAME [ARGUMENT]\n");
  for (const [it, { usage }] of Object.entries(CHECKS)) console.error(`  ${it.padEnd(6)} ${usage}`);
  process.exitCode = 2;
}

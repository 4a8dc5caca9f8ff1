import { parseArgs } from "node:util";
import { SEARCH_MODES, type SearchMode, SearchRequest } from "@cosmic/contract";
import { UsageError } from "../service/src/cli/command-error.ts";
import { checker } from "../service/src/http/validation.ts";

export const USAGE = `Usage: npm run eval -- [FOLDER…] [--suite] [options]

Measures how good the answers are. A FOLDER holds corpus.jsonl, queries.jsonl and qrels.tsv, as BEIR's do.

  --suite         all sets in EVAL_DATA (default ../shared/data)
  --mode MODE     hybrid, semantic or keyword; may be repeated (default: all three)
  --queries N     at most N queries a set, for a quick look
  --search JSON   further fields of every search, such as '{"recency": 30}'
  --url URL       a service that runs, in place of one of its own; what was written is deleted afterwards
  --json FILE     saves the run; - prints it and nothing else
  --compare FILE  differences from a saved run, query by query
  --write FILE    puts the table between <!-- eval:begin --> and <!-- eval:end --> of a Markdown file
  --ablation      the ranking with each part off, one at a time, in place of the modes; --write puts the table between
                  <!-- ablation:begin --> and <!-- ablation:end -->
  --legs FILE     saves what both legs find, for eval/ranking-lab.ts
  --help

Settings of the service are those of the environment: PASSAGE_TOKENS=128 npm run eval -- --suite`;

export interface Options {
  folders: string[];
  suite: boolean;
  modes: SearchMode[];
  queries: number | undefined;
  /** Further fields of every search. */
  search: Partial<SearchRequest>;
  url: string | undefined;
  json: string | undefined;
  compare: string | undefined;
  write: string | undefined;
  legs: string | undefined;
  ablation: boolean;
}

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

/**
 * @returns undefined when only help is asked for
 *
 * @throws UsageError
 */
export function parseOptions(argv: readonly string[]): Options | undefined {
  const { values, positionals } = parse(argv);
  if (values.help) return undefined;
  if (positionals.length === 0 && !values.suite) {
    throw new UsageError(`Name a folder, or --suite for all sets.\n\n${USAGE}`);
  }
  if (values.url !== undefined && !/^https?:\/\//.test(values.url)) {
    throw new UsageError("--url must be an address such as http://127.0.0.1:8000.");
  }
  if (values.ablation) refuseBeside(values, ["url", "mode", "search", "json", "compare"]);
  return {
    folders: positionals,
    suite: values.suite,
    modes: [...new Set((values.mode ?? SEARCH_MODES).map(toMode))],
    queries: values.queries === undefined ? undefined : toCount(values.queries),
    search: values.search === undefined ? {} : toFields(values.search),
    url: values.url,
    json: values.json,
    compare: values.compare,
    write: values.write,
    legs: values.legs,
    ablation: values.ablation,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        suite: flag,
        mode: { type: "string", multiple: true },
        queries: text,
        search: text,
        url: text,
        json: text,
        compare: text,
        write: text,
        legs: text,
        ablation: flag,
        help: flag,
      },
    });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`, cause);
  }
}

/** What an ablation does by itself. */
function refuseBeside(values: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const given = names.filter((name) => values[name] !== undefined).map((name) => `--${name}`);
  if (given.length > 0) throw new UsageError(`--ablation does not go together with ${given.join(", ")}.`);
}

function toMode(name: string): SearchMode {
  const mode = SEARCH_MODES.find((it) => it === name);
  if (mode) return mode;
  throw new UsageError(`--mode must be one of ${SEARCH_MODES.join(", ")}, not "${name}".`);
}

const checkSearch = checker(SearchRequest);

function toFields(json: string): Partial<SearchRequest> {
  try {
    const { query: _, ...fields } = checkSearch({ ...JSON.parse(json), query: "?" });
    return fields;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--search must be fields of a search in JSON: ${reason}`, cause);
  }
}

function toCount(value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`--queries must be a whole number of at least 1, not "${value}".`);
}

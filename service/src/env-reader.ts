import type { Setting } from "@cosmic/contract";
import { CronExpressionParser } from "cron-parser";
import { CosmicError } from "./errors.ts";
import { toSetting } from "./settings/to-setting.ts";

interface Range {
  min?: number;
  max?: number;
}

/** Reads typed values from environment variables and collects what is wrong with them. */
export class EnvReader {
  readonly #env: NodeJS.ProcessEnv;
  readonly #problems: string[] = [];
  /** Names that were asked for, with what holds where nothing is set. */
  readonly #asked = new Map<string, string | undefined>();

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** An empty variable counts as unset, as in a `.env` file with nothing behind the sign. */
  optional(name: string): string | undefined {
    if (!this.#asked.has(name)) this.#asked.set(name, undefined);
    return this.#env[name]?.trim() || undefined;
  }

  text(name: string, fallback: string): string {
    this.#asked.set(name, fallback);
    return this.optional(name) ?? fallback;
  }

  integer(name: string, fallback: number, range: Range = {}): number {
    this.#asked.set(name, String(fallback));
    return this.optionalInteger(name, range) ?? fallback;
  }

  optionalInteger(
    name: string,
    { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Range = {},
  ): number | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    this.problem(name, `must be a whole number ${bounds}, not "${text}"`);
    return undefined;
  }

  optionalNumber(name: string, { min }: { min: number }): number | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isFinite(value) && value >= min) return value;
    this.problem(name, `must be a number of at least ${min}, not "${text}"`);
    return undefined;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.choice(name, String(fallback), ["true", "false"]) === "true";
  }

  choice<T extends string>(name: string, fallback: T, choices: readonly T[]): T {
    this.#asked.set(name, fallback);
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const found = choices.find((choice) => choice === text.toLowerCase());
    if (found === undefined) this.problem(name, `must be one of ${choices.join(", ")}, not "${text}"`);
    return found ?? fallback;
  }

  url(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    if (!URL.canParse(text)) this.problem(name, `must be an address such as ${fallback}, not "${text}"`);
    return text;
  }

  /** Five or six fields, in UTC. */
  cron(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    try {
      CronExpressionParser.parse(text);
    } catch {
      this.problem(name, `must be a cron expression such as "${fallback}", not "${text}"`);
    }
    return text;
  }

  /** Everything that was read so far, by name; secrets without their value. */
  settings(): Setting[] {
    return [...this.#asked]
      .map(([name, fallback]) => toSetting(name, this.optional(name), fallback))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  problem(name: string, what: string): void {
    const problem = `${name} ${what}`;
    // Two parts of the configuration may read the same variable.
    if (!this.#problems.includes(problem)) this.#problems.push(problem);
  }

  throwProblems(): void {
    if (this.#problems.length === 0) return;
    throw new CosmicError(
      "invalid_configuration",
      `The configuration is wrong:\n  ${this.#problems.join("\n  ")}`,
    );
  }
}

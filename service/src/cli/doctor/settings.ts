import type { Config } from "../../config.ts";

const HIDDEN = "(hidden)";

/** The settings in force as `group.name` and value, without what must stay secret. */
export function listSettings(config: Config): [name: string, value: string][] {
  return flatten("", config).map(([name, value]) => [name, mask(name, value)]);
}

function flatten(prefix: string, value: object): [string, unknown][] {
  return Object.entries(value).flatMap(([key, child]): [string, unknown][] =>
    typeof child === "object" && child !== null
      ? flatten(`${prefix}${key}.`, child)
      : [[prefix + key, child]],
  );
}

function mask(name: string, value: unknown): string {
  if (value === undefined) return "(not set)";
  if (/(token|secret|password|keys?)$/i.test(name)) return HIDDEN;
  const text = String(value);
  if (!text.includes("://")) return text;
  // An address that cannot be taken apart may hide a password anywhere.
  const url = URL.parse(text);
  if (!url) return HIDDEN;
  for (const parameter of url.searchParams.keys()) {
    if (/token|secret|password|key/i.test(parameter)) url.searchParams.set(parameter, HIDDEN);
  }
  if (url.password === "") return url.search === "" ? text : url.href;
  url.password = "hidden";
  return url.href;
}

import type { PGlite } from "@electric-sql/pglite";
import type pg from "pg";
import type { UnsealRows } from "../encryption/unseal-rows.ts";

/** The same database; what is sealed in the rows that queries give is opened before anybody sees it. */
export function unsealingPglite(pglite: PGlite, unseal: UnsealRows | undefined): PGlite {
  return unseal ? withQuery(pglite, unseal, ["transaction"]) : pglite;
}

export function unsealingPool(pool: pg.Pool, unseal: UnsealRows | undefined): pg.Pool {
  return unseal ? withQuery(pool, unseal, ["connect"]) : pool;
}

interface Client {
  query(...parameters: never[]): unknown;
}

/** @param givers methods that give another client: to the function that is handed in, or as what they resolve to */
function withQuery<T extends object>(client: T, unseal: UnsealRows, givers: readonly string[]): T {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const call = async (...parameters: unknown[]): Promise<unknown> =>
        Reflect.apply(value, target, parameters);
      if (name === "query") {
        return async (...parameters: unknown[]) => {
          const result = await call(...parameters);
          const rows = rowsOf(result);
          if (rows.length > 0) {
            await unseal(rows, async (text, values) => ({ rows: rowsOf(await call(text, values)) }));
          }
          return result;
        };
      }
      if (!givers.includes(String(name))) return value.bind(target);
      return async (...parameters: unknown[]) => {
        const [work] = parameters;
        if (typeof work === "function") {
          return call((inner: object) => Reflect.apply(work, undefined, [withQuery(inner, unseal, givers)]));
        }
        const given = await call(...parameters);
        return isClient(given) ? withQuery(given, unseal, givers) : given;
      };
    },
  });
}

function isClient(value: unknown): value is Client {
  return typeof value === "object" && value !== null && "query" in value;
}

function rowsOf(result: unknown): unknown[] {
  if (typeof result !== "object" || result === null || !("rows" in result)) return [];
  return Array.isArray(result.rows) ? result.rows : [];
}

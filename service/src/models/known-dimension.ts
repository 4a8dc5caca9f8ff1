import { isDeepStrictEqual } from "node:util";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Config } from "../config.ts";
import type { Db } from "../db/open.ts";
import type { KnownDimension } from "../ports/embedders/providers/open.ts";
import { settingsOf } from "./identity.ts";
import { type IndexRow, readIndexes } from "./index-rows.ts";

const Found = Type.Object({ dimension: Type.Integer({ minimum: 1 }), shortened: Type.Boolean() });

/** What was found out about a provider's model when the index was made. */
export function knownDimensionOf({ identity }: Pick<IndexRow, "identity">): KnownDimension | undefined {
  return Value.Check(Found, identity)
    ? { dimension: identity.dimension, shortened: identity.shortened }
    : undefined;
}

/** The same for the configured model, so that a start does not depend on whether its provider answers. */
export async function readKnownDimension(
  db: Db,
  config: Pick<Config, "embedding">,
): Promise<KnownDimension | undefined> {
  const settings = settingsOf(config);
  const row = (await readIndexes(db)).find((it) => isDeepStrictEqual(it.settings, settings));
  return row && knownDimensionOf(row);
}

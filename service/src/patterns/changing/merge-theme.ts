import type { Theme } from "@cosmic/contract";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { describeMerged } from "../merging/describe-merged.ts";
import { readMerges, readRoots, wayFrom } from "../merging/merge-roots.ts";
import { readThemes, themeNotFound } from "../reading/stored-themes.ts";
import { writeSetting } from "./change-theme.ts";
import { hasTheme, lockRun } from "./lock-run.ts";

/**
 * Makes a theme part of another, or takes that back.
 *
 * @param into null takes it back
 * @returns the theme that shows it now
 * @throws CosmicError `theme_not_found` of either; `invalid_value` for a theme into itself; `conflict` where the other
 * one is part of this one
 */
export async function mergeTheme(
  { database: { orm } }: Context,
  id: string,
  userId: string,
  into: string | null,
): Promise<Theme> {
  const root = await orm.transaction(async (tx) => {
    await lockRun(tx, userId, id);
    const before = await readRoots(tx, userId);
    if (into !== null) {
      if (into === id) throw refused("A theme cannot be merged into itself.");
      if (!(await hasTheme(tx, userId, into))) throw themeNotFound(into, "/into");
      if (wayFrom(into, await readMerges(tx, userId)).includes(id)) {
        throw new CosmicError("conflict", `Theme ${into} is merged into ${id}: take that back first.`, {
          field: "/into",
        });
      }
    }
    await writeSetting(tx, userId, id, { mergedInto: into });
    const roots = await readRoots(tx, userId);
    const changed = [before.get(id), roots.get(id)].filter((it) => it !== undefined);
    await describeMerged(tx, userId, roots, new Set(changed));
    return roots.get(id) ?? id;
  });
  return (await readThemes(orm, userId)).find(root).theme;
}

const refused = (message: string) => new CosmicError("invalid_value", message, { field: "/into" });

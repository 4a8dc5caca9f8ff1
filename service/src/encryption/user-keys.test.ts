import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { openOwnPglite } from "../../tests/servers/pglite.ts";
import { userKeys } from "./tables.ts";
import { UserKeys } from "./user-keys.ts";

it("seals nothing with a key that went with its transaction", async () => {
  const database = await openOwnPglite();
  await database.migrate();
  const keys = new UserKeys([randomBytes(32)]);
  const lost = new Set<string>();
  const broken = database.orm.transaction(async (tx) => {
    lost.add((await keys.of(tx, "ada")).id);
    lost.add((await keys.of(tx, "ada")).id);
    throw new Error("broken");
  });
  await expect(broken).rejects.toThrow("broken");
  expect(lost.size).toBe(1);
  const kept = await keys.of(database.orm, "ada");
  expect(lost).not.toContain(kept.id);
  expect((await keys.of(database.orm, "ada")).id).toBe(kept.id);
  expect(await database.orm.select({ id: userKeys.id }).from(userKeys)).toEqual([{ id: kept.id }]);
  await database.close();
});

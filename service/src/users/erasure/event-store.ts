import { type SQL, sql } from "drizzle-orm";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Db } from "../../db/open.ts";
import type { UserStore } from "./store.ts";

/** What live updates tell of the user, where there are such. */
export const eventStore: UserStore = {
  async erase({ database }, user) {
    if (!(await thereAreEvents(database.orm))) return;
    await database.orm.transaction(async (tx) => {
      await user.removed({ events: await countEvents(tx, user.id) }, tx);
      await tx.execute(sql`DELETE FROM events WHERE user_id = ${user.id}`);
    });
  },

  async count({ database }, userId) {
    return (await thereAreEvents(database.orm)) ? countEvents(database.orm, userId) : 0;
  },
};

const thereAreEvents = async (db: Db) =>
  (await number(db, sql`SELECT count(to_regclass('events'))::int AS number`)) > 0;

const countEvents = (db: Db, userId: string) =>
  number(db, sql`SELECT count(*)::int AS number FROM events WHERE user_id = ${userId}`);

const Answer = Compile(Type.Object({ rows: Type.Tuple([Type.Object({ number: Type.Integer() })]) }));

async function number(db: Db, query: SQL): Promise<number> {
  return Answer.Parse(await db.execute(query)).rows[0].number;
}

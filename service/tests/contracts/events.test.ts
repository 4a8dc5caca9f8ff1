import { describe } from "vitest";
import { openDatabase } from "../../src/db/open.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { openOwnPglite } from "../servers/pglite.ts";
import { eventsContract } from "./events.contract.ts";

eventsContract("PGlite", async () => {
  const database = await openOwnPglite();
  await database.migrate();
  return { database, other: database, dispose: () => database.close() };
});

describe.skipIf(WITHOUT_POSTGRES !== "")(`PostgreSQL${WITHOUT_POSTGRES}`, () => {
  eventsContract("PostgreSQL", async () => {
    const own = await ownDatabase();
    const open = () => openDatabase(own.config);
    const [database, other] = [await open(), await open()];
    await database.migrate();
    return {
      database,
      other,
      async dispose() {
        await database.close();
        await other.close();
        await own.drop();
      },
    };
  });
});

import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { withMongo } from "../../service/tests/servers/mongodb.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../../service/tests/servers/own-database.ts";
import { WITHOUT_CHROMIUM } from "./browser.ts";
import { journalContract } from "./journal.contract.ts";

const MONGODB_URL = process.env.TEST_MONGODB_URL ?? "";
const REDIS_URL = process.env.TEST_REDIS_URL ?? "";

describe.skipIf(WITHOUT_CHROMIUM !== "")(`the journal in a browser${WITHOUT_CHROMIUM}`, () => {
  journalContract("everything embedded", async () => ({ env: {}, dispose: async () => {} }));

  const missing =
    WITHOUT_POSTGRES ||
    (MONGODB_URL ? "" : " (TEST_MONGODB_URL is not set)") ||
    (REDIS_URL ? "" : " (TEST_REDIS_URL is not set)");
  describe.skipIf(missing !== "")(`with servers${missing}`, () => {
    journalContract("MongoDB, PostgreSQL and Redis", async () => {
      const database = await ownDatabase();
      const journal = `browser_${randomUUID()}`;
      return {
        env: {
          DATABASE_URL: database.url,
          MONGODB_URL,
          MONGODB_DATABASE: journal,
          MONGODB_CREATE_INDEX: "true",
          REDIS_URL,
          REDIS_PREFIX: journal,
        },
        async dispose() {
          await database.drop();
          await withMongo(MONGODB_URL, (client) => client.db(journal).dropDatabase());
        },
      };
    });
  });
});

import { randomBytes, randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { openDatabase } from "../../../service/src/db/open.ts";
import { createEncryption } from "../../../service/src/encryption/encryption.ts";
import { withMongo } from "../../../service/tests/servers/mongodb.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../../../service/tests/servers/own-database.ts";
import { openOwnPglite } from "../../../service/tests/servers/pglite.ts";
import { createDatabaseStore } from "../../src/stores/database/create.ts";
import { createMongoStore } from "../../src/stores/mongodb/create.ts";
import { storeContract } from "./store.contract.ts";

storeContract("PGlite", async () => {
  const database = await openOwnPglite();
  await database.migrate();
  return { store: createDatabaseStore(database.orm), dispose: () => database.close() };
});

storeContract("PGlite, encrypted", async () => {
  const encryption = createEncryption({ masterKeys: [randomBytes(32)] });
  const options = { unseal: encryption.unseal };
  const database = await openOwnPglite(options);
  await database.migrate();
  return { store: createDatabaseStore(database.orm, encryption), dispose: () => database.close() };
});

describe.skipIf(WITHOUT_POSTGRES !== "")(`PostgreSQL${WITHOUT_POSTGRES}`, () => {
  storeContract("PostgreSQL", async () => {
    const own = await ownDatabase();
    const database = await openDatabase(own.config);
    await database.migrate();
    return {
      store: createDatabaseStore(database.orm),
      async dispose() {
        await database.close();
        await own.drop();
      },
    };
  });
});

const mongoUrl = process.env.TEST_MONGODB_URL;
if (mongoUrl === undefined) {
  test.skip("store on MongoDB (TEST_MONGODB_URL is not set)", () => {});
} else {
  storeContract("MongoDB", async () => {
    const database = `backend_${randomUUID()}`;
    const store = createMongoStore({ url: mongoUrl, database });
    return {
      store,
      async dispose() {
        await store.close();
        await withMongo(mongoUrl, (client) => client.db(database).dropDatabase());
      },
    };
  });
}

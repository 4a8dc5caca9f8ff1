import { afterAll, describe } from "vitest";
import { type OwnDatabase, ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { themesContract } from "./themes.contract.ts";

themesContract("PGlite", async () => ({}));

describe.skipIf(WITHOUT_POSTGRES !== "")(`PostgreSQL${WITHOUT_POSTGRES}`, () => {
  let own: OwnDatabase | undefined;
  afterAll(() => own?.drop());
  themesContract("PostgreSQL", async () => {
    own = await ownDatabase();
    return { DATABASE_URL: own.url };
  });
});

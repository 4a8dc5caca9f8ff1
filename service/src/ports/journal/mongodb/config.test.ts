import { describe, expect, test } from "vitest";
import { EnvReader } from "../../../env-reader.ts";
import { readMongoConfig } from "./config.ts";
import { createMongoJournal } from "./create.ts";

const read = (env: Record<string, string>) => {
  const reader = new EnvReader(env);
  const config = readMongoConfig(reader);
  reader.throwProblems();
  return config;
};

describe("the settings of MongoDB", () => {
  test.each([
    [{ MONGODB_URL: "mongodb://db:27017" }, "cosmic-insights"],
    [{ MONGODB_URL: "mongodb://u:p%2F@a:1,b:2/diary?replicaSet=rs0" }, "diary"],
    [{ MONGODB_URL: "mongodb+srv://u:p@cluster.example.net/my%20diary" }, "my diary"],
    [{ MONGODB_URL: "mongodb://db/?tls=true" }, "cosmic-insights"],
    [{ MONGODB_URL: "mongodb://db/diary", MONGODB_DATABASE: "other" }, "other"],
  ])("%j names the database %s", (env, database) => {
    expect(read(env)).toMatchObject({ database, collection: "journalentries", createIndex: false });
  });

  test.each([
    [{ MONGODB_URL: "postgresql://db" }, /MONGODB_URL must be an address/],
    [{ MONGODB_FIELD_UPDATED_AT: "updatedAt,changed" }, /MONGODB_FIELD_UPDATED_AT must be one field/],
    [{ MONGODB_FIELD_TEXT: "$where" }, /MONGODB_FIELD_TEXT must be names of fields/],
    [{ MONGODB_FIELD_TEXT: "content,,text" }, /MONGODB_FIELD_TEXT must be names of fields/],
  ])("%j is refused", (env, message) => {
    expect(() => read(env)).toThrow(message);
  });

  test("are refused without telling the password", () => {
    const config = read({ MONGODB_URL: "mongodb://ada:secret@db/?maxPoolSize=many" });
    let message = "";
    try {
      createMongoJournal(config, () => {});
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/MONGODB_URL is not an address/);
    expect(message).not.toContain("secret");
  });
});

import { createHmac } from "node:crypto";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import type { EncryptionConfig } from "./config.ts";
import { type Key, seal } from "./seal.ts";
import { userKeys } from "./tables.ts";
import { SEALED_JSON, type UnsealRows, unsealRows } from "./unseal-rows.ts";
import { UserKeys } from "./user-keys.ts";

interface Entry {
  userId: string;
  title: string;
  text: string;
}
interface Content extends Entry {
  metadata: Record<string, unknown>;
}

/** Seals what users wrote before it goes into the database. What comes out is opened by `unseal`, row by row. */
export interface Encryption {
  /** Whether there is a key. Without one nothing is changed by what is below. */
  readonly on: boolean;
  /** For the driver of the database. */
  readonly unseal: UnsealRows | undefined;
  /** The rows as they are to be written. */
  sealDocuments<T extends Content>(db: Db, documents: readonly T[]): Promise<T[]>;
  /** The same of entries of the embedded journal. Moods and tags stay: the database counts and filters by them. */
  sealEntries<T extends Entry>(db: Db, entries: readonly T[]): Promise<T[]>;
  /** With hashes that nobody can make who has not the key: a plain hash would tell what a short text says. */
  keyHashes<T extends { userId: string; contentHash: string }>(db: Db, documents: readonly T[]): Promise<T[]>;
  sealText(db: Db, userId: string, text: string): Promise<string>;
  sealTexts(db: Db, userId: string, texts: readonly string[]): Promise<string[]>;
  /** @returns 1 if there was a key of this user */
  dropKey(db: Db, userId: string): Promise<number>;
  /** @throws CosmicError `invalid_configuration` unless the key is the one that was used here */
  check(db: Db): Promise<void>;
}

export function createEncryption(config: EncryptionConfig | undefined): Encryption {
  if (!config) return plain;
  const keys = new UserKeys(config.masterKeys);
  const sealText: Encryption["sealText"] = async (db, userId, text) => seal(await keys.of(db, userId), text);
  return {
    on: true,
    unseal: unsealRows(keys),
    sealText,
    sealTexts: (db, userId, texts) => Promise.all(texts.map((text) => sealText(db, userId, text))),
    async sealDocuments(db, documents) {
      const sealed = [];
      for (const document of documents) {
        const key = await keys.of(db, document.userId);
        const metadata = sealJson((text) => seal(key, text), document.metadata);
        sealed.push({ ...sealEntry(key, document), metadata });
      }
      return sealed;
    },
    async sealEntries(db, entries) {
      const sealed = [];
      for (const entry of entries) sealed.push(sealEntry(await keys.of(db, entry.userId), entry));
      return sealed;
    },
    async keyHashes(db, documents) {
      const keyed = [];
      for (const document of documents) {
        const { bytes } = await keys.of(db, document.userId);
        const contentHash = createHmac("sha256", bytes).update(document.contentHash).digest("hex");
        keyed.push({ ...document, contentHash });
      }
      return keyed;
    },
    dropKey: (db, userId) => keys.drop(db, userId),
    check: (db) => keys.check(db),
  };
}

const sealEntry = <T extends Entry>(key: Key, entry: T): T => ({
  ...entry,
  title: seal(key, entry.title),
  text: seal(key, entry.text),
});

function sealJson(sealIt: (text: string) => string, json: Record<string, unknown>): Record<string, unknown> {
  return Object.keys(json).length === 0 ? json : { [SEALED_JSON]: sealIt(JSON.stringify(json)) };
}

const plain: Encryption = {
  on: false,
  unseal: undefined,
  sealDocuments: async (_db, documents) => [...documents],
  sealEntries: async (_db, entries) => [...entries],
  keyHashes: async (_db, documents) => [...documents],
  sealText: async (_db, _userId, text) => text,
  sealTexts: async (_db, _userId, texts) => [...texts],
  dropKey: async () => 0,
  async check(db) {
    const [key] = await db.select({ id: userKeys.id }).from(userKeys).limit(1);
    if (!key) return;
    throw new CosmicError(
      "invalid_configuration",
      "The documents here are encrypted. Set ENCRYPTION_KEY to the key that they were encrypted with.",
    );
  },
};

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { KnownItems } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { erasures } from "../../db/schema.ts";
import { CosmicError } from "../../errors.ts";
import type { LiveIndex } from "../../models/live-indexes.ts";
import { sampleRows } from "../../patterns/sample-documents.ts";
import { userErased } from "../../users/erased-user.ts";
import { datasetKey, deleteDatasetFiles, PLACES } from "../datasets/dataset-files.ts";
import type { DatasetRow } from "../datasets/dataset-rows.ts";
import { datasets } from "../tables.ts";
import type { Place } from "./places.ts";
import { rarestPhrase, wordsOf } from "./rarest-phrase.ts";
import { refuseSending } from "./refuse-sending.ts";
import { documentsOf } from "./user-documents.ts";

const DEFAULT_SIZE = 100;

/**
 * Draws phrases from a user's own documents: each is to be found by the words that are rarest in it. What is kept are
 * places in the documents, and no texts.
 *
 * @throws CosmicError `consent_missing`; `forbidden` if the model does not run on this machine; `user_erased`;
 * `invalid_value` if there is nothing to draw from
 */
export async function drawKnownItems(
  context: Context,
  index: LiveIndex,
  { user_id: userId, consent, size = DEFAULT_SIZE }: KnownItems,
  seed: number,
): Promise<DatasetRow> {
  if (!consent) {
    const message = "Known items are drawn from somebody's own texts only if they agree: consent is false.";
    throw new CosmicError("consent_missing", message, { field: "/known_items/consent" });
  }
  refuseSending(index);
  await refuseErased(context.database.orm, userId);
  const createdAt = new Date();
  const words = await countWords(context, userId, createdAt);
  const places = await draw(context, userId, createdAt, words, { size, seed });
  if (places.length === 0) {
    throw new CosmicError("invalid_value", "This user has no documents to draw from.", {
      field: "/known_items/user_id",
    });
  }
  const row = { id: v7(), userId, createdAt, documents: words.documents };
  const stored = await storePlaces(context, row, places);
  try {
    return await insert(context, { ...row, ...stored, items: places.length });
  } catch (error) {
    await deleteDatasetFiles(context, row);
    throw error;
  }
}

interface Words {
  documents: number;
  /** Documents that have a word. */
  frequency: ReadonlyMap<string, number>;
  /** Of which there is one with this content only. */
  unique: string[];
}

async function countWords(context: Context, userId: string, at: Date): Promise<Words> {
  const frequency = new Map<string, number>();
  const byContent = new Map<string, string[]>();
  let count = 0;
  for await (const page of documentsOf(context, userId, at)) {
    for (const { id, text, contentHash } of page) {
      for (const word of new Set(wordsOf(text))) frequency.set(word, (frequency.get(word) ?? 0) + 1);
      byContent.set(contentHash, [...(byContent.get(contentHash) ?? []), id]);
      count += 1;
    }
  }
  const unique = [...byContent.values()].flatMap((ids) => (ids.length === 1 ? ids : []));
  return { documents: count, frequency, unique: unique.sort() };
}

async function draw(
  context: Context,
  userId: string,
  at: Date,
  { documents, frequency, unique }: Words,
  { size, seed }: { size: number; seed: number },
): Promise<Place[]> {
  const chosen = new Set(sampleRows(unique, size, seed).map((row) => unique[row]));
  const rarity = (word: string) => Math.log((documents + 1) / (frequency.get(word) ?? 1));
  const places: Place[] = [];
  for await (const page of documentsOf(context, userId, at)) {
    for (const { id, text, contentHash } of page) {
      const phrase = chosen.has(id) ? rarestPhrase(text, rarity) : undefined;
      if (phrase) places.push({ document_id: id, content_hash: contentHash, ...phrase });
    }
  }
  return places;
}

async function storePlaces(
  { objects }: Context,
  dataset: Pick<DatasetRow, "id" | "userId">,
  places: readonly Place[],
): Promise<Pick<DatasetRow, "bytes" | "sha256">> {
  const content = Buffer.from(places.map((place) => `${JSON.stringify(place)}\n`).join(""));
  await objects.put("datasets", datasetKey(dataset, PLACES), Readable.from([content]));
  return { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}

/** Not for a user who was erased meanwhile: an erasure waits for those who write here. */
async function insert(
  context: Context,
  row: Pick<DatasetRow, "id" | "userId" | "createdAt" | "documents" | "bytes" | "sha256" | "items"> & {
    userId: string;
  },
): Promise<DatasetRow> {
  return context.database.orm.transaction(async (tx) => {
    const values = {
      ...row,
      name: `known items ${row.id}`,
      kind: "retrieval",
      source: "known_items",
      state: "ready",
      consentedAt: row.createdAt,
      judgements: row.items,
    } as const;
    const [inserted] = await tx.insert(datasets).values(values).returning();
    await refuseErased(tx, row.userId);
    if (!inserted) throw new Error("an insert returns its row");
    return inserted;
  });
}

async function refuseErased(db: Db, userId: string): Promise<void> {
  const [erased] = await db.select().from(erasures).where(eq(erasures.userId, userId));
  if (erased) throw userErased("/known_items/user_id");
}

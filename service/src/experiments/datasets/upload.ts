import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { DatasetUpload } from "@cosmic/contract";
import { and, eq, lt } from "drizzle-orm";
import { v7 } from "uuid";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { rootCause } from "../../faults.ts";
import { refuseErased } from "../../users/refuse-erased.ts";
import { datasets } from "../tables.ts";
import { CHECKS } from "./check-dataset.ts";
import { datasetKey, deleteDatasetFiles, FILES } from "./dataset-files.ts";
import type { DatasetRow } from "./dataset-rows.ts";

/** One file as it comes in. */
export interface Part {
  name: string;
  content: AsyncIterable<Buffer>;
}

interface Stored {
  bytes: number;
  sha256: string;
}

/** An upload that nobody has finished by then was broken off by a crash. */
const ABANDONED_MS = 3600_000;

/**
 * Stores the files of a dataset as they come, reads them again from the store line by line, and only then lets the
 * dataset be seen. Of one that is refused nothing is kept.
 *
 * @throws CosmicError `invalid_dataset` that names file and line, `missing_field` or `unknown_field` for the parts,
 * `dataset_too_large`, `conflict` if there is one of this name, `user_erased`; whatever the store throws
 */
export async function uploadDataset(
  context: Context,
  { name, kind, licence, user_id }: DatasetUpload,
  parts: AsyncIterable<Part>,
): Promise<DatasetRow> {
  const { database } = context;
  const userId = user_id ?? null;
  await refuseKnownName(context, name);
  if (userId !== null) await refuseErased(database.orm, userId, "/user_id");
  const row = {
    id: v7(),
    name,
    kind,
    source: "upload",
    state: "uploading",
    userId,
    createdAt: new Date(),
  } as const;
  await database.orm.insert(datasets).values({ ...row, licence: licence ?? null });
  try {
    const stored = await storeParts(context, row, FILES[kind], parts);
    const counts = await CHECKS[kind](context, row);
    return await finish(context, row, { ...counts, ...stored });
  } catch (error) {
    await discard(context, row);
    throw error;
  }
}

/** Removes what uploads left behind that were broken off by a crash. */
export async function tidyUploads(context: Context): Promise<void> {
  const abandoned = await context.database.orm
    .select()
    .from(datasets)
    .where(and(eq(datasets.state, "uploading"), lt(datasets.createdAt, new Date(Date.now() - ABANDONED_MS))));
  for (const row of abandoned) await discard(context, row);
}

async function refuseKnownName({ database }: Context, name: string): Promise<void> {
  const known = await database.orm
    .select({ id: datasets.id })
    .from(datasets)
    .where(and(eq(datasets.name, name), eq(datasets.state, "ready")));
  if (known[0]) throw nameTaken(name);
}

const nameTaken = (name: string) =>
  new CosmicError("conflict", `There is a dataset "${name}" already.`, { field: "/name" });

async function storeParts(
  { objects, config }: Context,
  dataset: Pick<DatasetRow, "id" | "userId">,
  files: Readonly<Record<string, string>>,
  parts: AsyncIterable<Part>,
): Promise<Stored> {
  const limit = config.experiments.maxDatasetBytes;
  const hashes = new Map<string, string>();
  let bytes = 0;
  for await (const { name, content } of parts) {
    const file = files[name];
    if (file === undefined || hashes.has(name)) throw unexpectedPart(name, files, hashes);
    const hash = createHash("sha256");
    const counted = Readable.from(
      passOn(content, (chunk) => {
        bytes += chunk.length;
        if (bytes > limit) throw tooLarge(limit);
        hash.update(chunk);
      }),
      { objectMode: false },
    );
    await objects.put("datasets", datasetKey(dataset, file), counted, { ifAbsent: true });
    hashes.set(name, hash.digest("hex"));
  }
  const missing = Object.keys(files).find((name) => !hashes.has(name));
  if (missing !== undefined) {
    throw new CosmicError("missing_field", `${missing} is missing: curl -F ${missing}=@${files[missing]}`, {
      field: `/${missing}`,
    });
  }
  const whole = createHash("sha256");
  for (const name of Object.keys(files)) whole.update(hashes.get(name) ?? "");
  return { bytes, sha256: whole.digest("hex") };
}

async function* passOn(
  content: AsyncIterable<Buffer>,
  look: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const bytes of content) {
    look(bytes);
    yield bytes;
  }
}

function unexpectedPart(
  name: string,
  files: Readonly<Record<string, string>>,
  known: ReadonlyMap<string, unknown>,
): CosmicError {
  const field = `/${name}`;
  if (known.has(name)) return new CosmicError("invalid_value", `${name} came twice.`, { field });
  const names = Object.keys(files).join(", ");
  return new CosmicError("unknown_field", `"${name}" is none of the files of this kind: ${names}.`, {
    field,
  });
}

export const tooLarge = (limit: number) =>
  new CosmicError(
    "dataset_too_large",
    `The files are larger than MAX_DATASET_BYTES, ${limit.toLocaleString("en")} bytes together.`,
  );

async function finish(
  { database }: Context,
  { id, name }: Pick<DatasetRow, "id" | "name">,
  values: Partial<DatasetRow>,
): Promise<DatasetRow> {
  const [ready] = await database.orm
    .update(datasets)
    .set({ ...values, state: "ready" })
    .where(eq(datasets.id, id))
    .returning()
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(name) : error;
    });
  if (!ready) throw new CosmicError("conflict", "The upload took so long that it was given up.");
  return ready;
}

function isUniqueViolation(error: unknown): boolean {
  const cause = rootCause(error);
  return cause instanceof Error && "code" in cause && cause.code === "23505";
}

async function discard(context: Context, dataset: Pick<DatasetRow, "id" | "userId">): Promise<void> {
  await deleteDatasetFiles(context, dataset);
  await context.database.orm.delete(datasets).where(eq(datasets.id, dataset.id));
}

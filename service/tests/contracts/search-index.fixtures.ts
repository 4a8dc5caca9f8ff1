import type {
  DocumentAttributes,
  DocumentHit,
  IndexedDocument,
  IndexedPassage,
  SearchIndex,
} from "../../src/ports/search-index/search-index.ts";

export interface SearchIndexStore {
  index: SearchIndex;
  /** Closes the index and opens it again on the same data. */
  reopen(): Promise<SearchIndex>;
  dispose(): Promise<void>;
}

export const INDEX = "model-a";
export const OTHER_INDEX = "model-b";
export const INDEXES_ALIKE = ["Model-A", "model/a", "../model-a", "model a", "модель", "m".repeat(200)];
export const DIMENSION = 8;

/** An id that sorts like its number. */
export const documentId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export interface DocumentOptions extends Partial<DocumentAttributes> {
  userId?: string;
  /** A text for each passage. */
  texts?: string[];
  /** A vector for each passage; without it they point along axes. */
  vectors?: Float32Array[];
}

/** A document whose passages take ten characters each. */
export function buildDocument(number: number, options: DocumentOptions = {}): IndexedDocument {
  const texts = options.texts ?? options.vectors?.map(() => "quiet") ?? ["quiet"];
  return {
    documentId: documentId(number),
    userId: options.userId ?? "ada",
    attributes: buildAttributes(options),
    passages: texts.map(
      (text, ordinal): IndexedPassage => ({
        ordinal,
        start: ordinal * 10,
        end: ordinal * 10 + 10,
        text,
        vector: options.vectors?.[ordinal] ?? axis(ordinal % DIMENSION),
      }),
    ),
  };
}

export function buildAttributes(attributes: Partial<DocumentAttributes>): DocumentAttributes {
  const { documentType = "journal_entry", metadata = {}, date = 0 } = attributes;
  return { documentType, metadata, date };
}

export function axis(component: number, dimension = DIMENSION): Float32Array {
  const vector = new Float32Array(dimension);
  vector[component] = 1;
  return vector;
}

/** A unit vector at this cosine from the first axis. */
export function atCosine(cosine: number): Float32Array {
  const vector = new Float32Array(DIMENSION);
  vector.set([cosine, Math.sqrt(1 - cosine * cosine)]);
  return vector;
}

/** Numbers from 0 to 1, the same at every run. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function randomUnit(random: () => number, dimension = DIMENSION): Float32Array {
  const vector = Float32Array.from({ length: dimension }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((component) => component / length);
}

export function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

export const idsOf = (hits: DocumentHit[]) => hits.map((hit) => hit.documentId);
export const numbersOf = (hits: DocumentHit[]) => hits.map((hit) => Number(hit.documentId.slice(-12)));

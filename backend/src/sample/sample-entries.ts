import type { SampleEntry } from "../../../sample/sample-entries.ts";

/** The sample journal as if it had been written until today. */
export type SampleEntries = (today: Date) => SampleEntry[];

/** An entry of the sample journal. `id` stays the same whenever and for whomever it is made. */
export interface SampleEntry {
  id: string;
  title: string;
  text: string;
  mood: string | null;
  tags: string[];
  entryDate: Date;
}

/** The sample journal as if it had been written until today. */
export type SampleEntries = (today: Date) => SampleEntry[];

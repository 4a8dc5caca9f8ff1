import { MongoClient } from "mongodb";

/** The application that keeps the journal. */
export interface JournalWriter extends AsyncDisposable {
  /** @returns whether MongoDB said that it has the entry */
  write(userId: string, text: string): Promise<boolean>;
}

export function openJournal(url: string): JournalWriter {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 10_000 });
  return {
    async write(userId, text) {
      try {
        const now = new Date();
        const entry = { userId, title: "", content: text, createdAt: now, updatedAt: now };
        await client.db("cosmic-insights").collection("journalentries").insertOne(entry);
        return true;
      } catch {
        return false;
      }
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

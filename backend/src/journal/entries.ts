import type { JournalEntryCreate, JournalEntryPatch } from "@cosmic/contract/app";
import { AppError } from "../errors.ts";
import type { Entry, Journal } from "../stores/journal.ts";

/** As in the service, which would not take a longer one. In bytes of UTF-8. */
const LONGEST_TEXT = 1_000_000;

type Content = Pick<Entry, "title" | "text" | "mood" | "tags" | "entryDate">;

export async function createEntry(
  journal: Journal,
  userId: string,
  input: JournalEntryCreate,
): Promise<Entry> {
  const now = new Date();
  const content: Content = { title: "", text: "", mood: null, tags: [], entryDate: now, ...contentOf(input) };
  const [entry] = await journal.add(userId, [{ ...content, createdAt: now }]);
  if (!entry) throw new Error("The journal did not add the entry.");
  return entry;
}

/**
 * Writes the fields that are given.
 *
 * @param changedAt moment of the version that was changed; without it whatever is there is changed
 * @throws AppError `entry_not_found`; `entry_changed` if it is another version by now
 */
export async function changeEntry(
  journal: Journal,
  userId: string,
  id: string,
  patch: JournalEntryPatch,
  changedAt: Date | undefined,
): Promise<Entry> {
  const content = contentOf(patch);
  for (;;) {
    const entry = await getEntry(journal, userId, id);
    if (changedAt && entry.updatedAt.getTime() !== changedAt.getTime()) {
      const message = "The entry was changed elsewhere meanwhile. Read it again, then change that.";
      throw new AppError("entry_changed", message);
    }
    if (Object.keys(content).length === 0) return entry;
    // Always later than before, also if the clock went back: it says which version it is, and a sync reads in its order.
    const updatedAt = new Date(Math.max(Date.now(), entry.updatedAt.getTime() + 1));
    const changed = { ...entry, ...content, updatedAt, sample: false };
    if (await journal.replace(changed, entry.updatedAt)) return changed;
  }
}

/** @throws AppError `entry_not_found`, also for an entry of somebody else */
export async function getEntry(journal: Journal, userId: string, id: string): Promise<Entry> {
  return (await journal.find(userId, id)) ?? notFound(id);
}

/** @throws AppError `entry_not_found` */
export async function deleteEntry(journal: Journal, userId: string, id: string): Promise<void> {
  if (!(await journal.remove(userId, id))) notFound(id);
}

function notFound(id: string): never {
  throw new AppError("entry_not_found", `There is no entry ${id} in this journal.`);
}

/** The moment that a time of RFC 3339 stands for. @throws AppError `invalid_date` */
export function toMoment(text: string, field: string): Date {
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  if (year >= 1 && year <= 9999) return moment;
  throw new AppError("invalid_date", "A time must be in the calendar, from the year 1 to 9999.", { field });
}

function contentOf({ title, text, mood, tags, entry_date: date }: JournalEntryPatch): Partial<Content> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text: checkText(text) }),
    ...(mood === undefined ? {} : { mood: mood?.trim() || null }),
    ...(tags === undefined
      ? {}
      : { tags: [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== "") }),
    ...(date === undefined ? {} : { entryDate: toMoment(date, "/entry_date") }),
  };
}

function checkText(text: string): string {
  const field = "/text";
  if (text.trim() === "") throw new AppError("empty_text", "An entry needs words.", { field });
  if (Buffer.byteLength(text) <= LONGEST_TEXT) return text;
  throw new AppError("text_too_large", `An entry may have ${LONGEST_TEXT} bytes. Split it.`, { field });
}

import { JournalEntryView, JournalList } from "@cosmic/contract/app";
import { ApiProblem, isPassing } from "../../api/problem.ts";
import { request } from "../../api/request.ts";
import { fetchEntry } from "../entries.ts";
import { type EntryFields, fieldsOf, sameFields } from "../fields.ts";
import type { Draft } from "./draft-store.ts";

export type Sent =
  | { kind: "saved"; entry: JournalEntryView }
  /** No answer, or not now: the same may succeed later. */
  | { kind: "unreachable" }
  /** The entry was changed elsewhere since it was read. */
  | { kind: "conflict"; theirs: JournalEntryView }
  /** The entry was deleted elsewhere. */
  | { kind: "gone" }
  | { kind: "refused"; detail: string };

/** Saves a draft. Never rejects. */
export async function sendDraft(draft: Draft): Promise<Sent> {
  try {
    return await (draft.base ? change(draft.base, draft.fields) : create(draft));
  } catch (error) {
    if (error instanceof ApiProblem && !isPassing(error)) {
      // Whoever is signed out signs in again, and the draft is sent then.
      return error.status === 401 ? { kind: "unreachable" } : { kind: "refused", detail: error.message };
    }
    return { kind: "unreachable" };
  }
}

async function create({ fields, sent }: Draft): Promise<Sent> {
  const arrived = sent && (await findArrived(sent));
  if (arrived) {
    if (sameFields(fieldsOf(arrived), fields)) return { kind: "saved", entry: arrived };
    return change({ id: arrived.id, version: arrived.updated_at }, fields);
  }
  return {
    kind: "saved",
    entry: await request(JournalEntryView, "/journal", { method: "POST", body: fields }),
  };
}

/** A new entry that was sent without an answer would be there twice if it was sent again. */
async function findArrived(sent: EntryFields): Promise<JournalEntryView | undefined> {
  const moment = new Date(sent.entry_date).toISOString();
  const { results } = await request(JournalList, "/journal", {
    query: { date_from: moment, date_to: moment, limit: 200 },
  });
  return results.find((entry) => sameFields(fieldsOf(entry), sent));
}

async function change(base: NonNullable<Draft["base"]>, fields: EntryFields): Promise<Sent> {
  try {
    const entry = await request(JournalEntryView, `/journal/${encodeURIComponent(base.id)}`, {
      method: "PATCH",
      body: fields,
      headers: { "if-match": `"${base.version}"` },
    });
    return { kind: "saved", entry };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status === 404) return { kind: "gone" };
    if (error.status !== 412 && error.code !== "conflict") throw error;
  }
  const theirs = await fetchEntry(base.id);
  // An earlier try may have arrived whose answer did not.
  return sameFields(fieldsOf(theirs), fields)
    ? { kind: "saved", entry: theirs }
    : { kind: "conflict", theirs };
}

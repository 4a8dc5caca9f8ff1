import type { JournalEntryView } from "@cosmic/contract/app";
import { ApiProblem, isPassing } from "../../api/problem.ts";
import { type EntryFields, fieldsOf, sameFields } from "../fields.ts";
import type { Draft } from "./draft-store.ts";
import type { JournalApi } from "./journal-api.ts";

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
export async function sendDraft(api: JournalApi, draft: Draft): Promise<Sent> {
  try {
    return await (draft.base ? change(api, draft.base, draft.fields) : create(api, draft));
  } catch (error) {
    if (error instanceof ApiProblem && !isPassing(error)) {
      // Whoever is signed out signs in again, and the draft is sent then.
      return error.status === 401 ? { kind: "unreachable" } : { kind: "refused", detail: error.message };
    }
    return { kind: "unreachable" };
  }
}

async function create(api: JournalApi, { fields, sent }: Draft): Promise<Sent> {
  const arrived = sent && (await findArrived(api, sent));
  if (!arrived) return { kind: "saved", entry: await api.create(fields) };
  if (sameFields(fieldsOf(arrived), fields)) return { kind: "saved", entry: arrived };
  return change(api, { id: arrived.id, version: arrived.updated_at }, fields);
}

/** A new entry that was sent without an answer would be there twice if it was sent again. */
async function findArrived(api: JournalApi, sent: EntryFields): Promise<JournalEntryView | undefined> {
  const there = await api.at(new Date(sent.entry_date));
  return there.find((entry) => sameFields(fieldsOf(entry), sent));
}

async function change(api: JournalApi, base: NonNullable<Draft["base"]>, fields: EntryFields): Promise<Sent> {
  try {
    return { kind: "saved", entry: await api.change(base, fields) };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status === 404) return { kind: "gone" };
    if (error.status !== 412) throw error;
  }
  const theirs = await api.read(base.id);
  // An earlier try may have arrived whose answer did not.
  return sameFields(fieldsOf(theirs), fields)
    ? { kind: "saved", entry: theirs }
    : { kind: "conflict", theirs };
}

import type { JournalEntryView } from "@cosmic/contract/app";
import { canBeSaved } from "../fields.ts";
import type { DraftStore } from "./draft-store.ts";
import { ifFree } from "./holding.ts";
import { journalApi } from "./journal-api.ts";
import { sendDraft } from "./send-draft.ts";

let running: Promise<void> = Promise.resolve();

/** Resolves when no draft is on its way that was sent from here. */
export const nothingOnTheWay = (): Promise<void> => running;

/** Sends the drafts that no editor has open, oldest first. What is refused or in conflict waits for its writer. */
export function sendWaiting(drafts: DraftStore, onSaved: (entry: JournalEntryView) => void): Promise<void> {
  running = running.then(async () => {
    for (const { key } of drafts.list().toReversed()) {
      await ifFree(key, async () => {
        const draft = drafts.read(key);
        if (!draft || !canBeSaved(draft.fields)) return;
        const outcome = await sendDraft(journalApi, draft);
        if (outcome.kind === "unreachable" && !draft.base) drafts.keep({ ...draft, sent: draft.fields });
        if (outcome.kind !== "saved") return;
        drafts.drop(key);
        onSaved(outcome.entry);
      });
    }
  });
  return running;
}

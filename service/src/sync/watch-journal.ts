import type { Context } from "../context.ts";
import { removeFromSource } from "../documents/remove-from-source.ts";
import { pause } from "../pause.ts";
import type { JournalNews } from "../ports/journal/journal.ts";
import { compareIds } from "./compare-ids.ts";
import { newCounts } from "./counts.ts";
import { createOutage } from "./outage.ts";
import { readJournal } from "./read-journal.ts";
import { announceRemoval, readState, saveRun, saveStream } from "./state.ts";
import { writeEntries } from "./write-entries.ts";

/** There are news at least every 30 seconds; without any for so many seconds nobody watches any more. */
const STATE_SECONDS = 120;
/** More changes at once than this are no longer a person writing. */
const INTERACTIVE = 20;

type Changes = Extract<JournalNews, { kind: "changes" }>;

/**
 * Keeps the documents up to date with the journal until the signal aborts: by its change stream, or by asking
 * every `SYNC_POLL_SECONDS` where there is none. Never rejects: what fails is logged once an outage and tried
 * again. Only one process may do this at a time; the caller sees to that.
 */
export async function watchJournal(context: Context, signal: AbortSignal): Promise<void> {
  const outage = createOutage(context.log, signal);
  let streams = context.journal.watch !== undefined;
  while (!signal.aborted) {
    try {
      const unsupported = streams
        ? await followStream(context, signal, outage.over)
        : await poll(context, signal, outage.over);
      if (unsupported !== undefined) {
        streams = false;
        context.log.info(
          { reason: unsupported },
          "MongoDB has no change streams here; the journal is polled",
        );
      }
    } catch (error) {
      if (signal.aborted) break;
      outage.report(error);
      await saveStream(context, "off", 0).catch(() => {});
      await outage.pause();
    }
  }
  await saveStream(context, "off", 0).catch(() => {});
}

/** @returns why there is no stream here, or undefined for a stream that is to be opened again */
async function followStream(
  context: Context,
  signal: AbortSignal,
  heard: () => void,
): Promise<string | undefined> {
  const { resumeToken } = await readState(context);
  // With a place to go on from nothing was missed; without one it is read once the stream is open.
  let missed = resumeToken === undefined;
  const options = { signal, ...(resumeToken === undefined ? {} : { resumeToken }) };
  for await (const news of context.journal.watch?.(options) ?? []) {
    if (news.kind === "unsupported") return news.reason;
    if (news.kind === "lost") {
      // A stream that has no past to lose and does not begin is like one that cannot be reached.
      if (missed) throw new Error(news.reason);
      context.log.warn({ reason: news.reason }, "changes of the journal were missed; it is read again");
      await saveStream(context, "off", 0, null);
      return undefined;
    }
    if (missed) await catchUp(context, signal);
    missed = false;
    await writeChanges(context, news);
    // Only now: what the token stands for is written.
    await saveStream(context, "watching", STATE_SECONDS, news.resumeToken);
    heard();
  }
  if (!signal.aborted) throw new Error("the change stream ended");
  return undefined;
}

/** Everything that changed since the last sync, and what was deleted: of that only the ids tell. */
async function catchUp(context: Context, signal: AbortSignal): Promise<void> {
  await readChanged(context, signal);
  await compareIds(context, {}, { signal, progress() {} });
}

async function writeChanges(context: Context, changes: Changes): Promise<void> {
  if (changes.deleted.length > 0) {
    await announceRemoval(context);
    await removeFromSource(context, context.journal.name, changes.deleted);
  }
  const counts = newCounts();
  const urgency = changes.entries.length > INTERACTIVE ? "bulk" : "interactive";
  await writeEntries(context, changes, counts, urgency);
  if (counts.rejected_count > 0) {
    context.log.warn({ rejected: counts.rejected }, "entries of the journal were left out");
  }
}

async function poll(context: Context, signal: AbortSignal, heard: () => void): Promise<undefined> {
  const { pollSeconds } = context.config.sync;
  while (!signal.aborted) {
    await readChanged(context, signal);
    await saveStream(context, "polling", pollSeconds * 2 + STATE_SECONDS);
    heard();
    await pause(pollSeconds * 1000, signal);
  }
}

async function readChanged(context: Context, signal: AbortSignal): Promise<void> {
  const startedAt = new Date();
  const counts = newCounts();
  await readJournal(context, {}, context.config.sync.overlapSeconds, counts, { signal, progress() {} });
  await saveRun(context, startedAt, counts.created + counts.updated > 0 ? counts : undefined);
}

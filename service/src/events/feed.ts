import type { FastifyBaseLogger } from "fastify";
import type { Database } from "../db/open.ts";
import { pause, within } from "../pause.ts";
import { atRow, isBefore, type Place } from "./place.ts";
import { readEvents, readWindow } from "./read.ts";
import { type EventRow, eventsOf } from "./stored-event.ts";

/** Notified by the trigger on the table. */
const CHANNEL = "events";
/** How often it is looked without having been notified: a net below that. */
const POLL_MS = 3_000;
const AFTER_ERROR_MS = 1_000;
/** Rows read at once, each of up to 100 events. */
const PAGE = 100;
/** Events that are kept in memory, so that who comes back soon needs no query. */
const RECENT = 1_000;

/** An event as it is sent. */
export interface Message {
  text: Buffer;
  after: Place;
}

/** The events of a row, ready to be sent. */
export interface Batch {
  userId: string | null;
  kind: string;
  messages: readonly Message[];
  /** Where one is who was told all of it. */
  after: Place;
}

export interface Receiver {
  receive(batch: Batch): void;
  /** Events were deleted before they could be read; it goes on at this place. */
  lost(place: Place): void;
}

/** Reads each new event once, for all receivers of this process. */
export interface EventFeed extends AsyncDisposable {
  /** Where the feed is now. All before it is visible in the database. */
  place(): Promise<Place>;
  /**
   * Hands over the events since the place, and from then on every new one.
   *
   * @returns false if the place is too far back for what is in memory; it has to be caught up with first
   */
  join(from: Place, receiver: Receiver): boolean;
  leave(receiver: Receiver): void;
}

export function toBatch(row: EventRow): Batch {
  const messages = eventsOf(row).map(({ event, after }) => ({
    text: Buffer.from(JSON.stringify(event)),
    after,
  }));
  return { userId: row.userId, kind: row.kind, messages, after: atRow(row.id + 1) };
}

/**
 * Begins to read when it is first asked for a place, and reads nothing while nobody listens.
 *
 * @param keepMs how long events are kept
 */
export function createEventFeed(
  database: Pick<Database, "orm" | "listen">,
  log: FastifyBaseLogger,
  keepMs: number,
): EventFeed {
  const receivers = new Set<Receiver>();
  const stopping = new AbortController();
  let recent: Batch[] = [];
  let kept = 0;
  /** Of the first batch in memory, or of the next row. */
  let earliest = 0;
  let next: number | undefined;
  let readAt = 0;
  let failing = false;
  let woken = Promise.withResolvers<void>();
  let running: Promise<unknown> | undefined;
  let starting: Promise<void> | undefined;

  const wake = () => woken.resolve();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      woken = Promise.withResolvers();
      await within(await attempt(), woken.promise);
    }
  }

  async function attempt(): Promise<number> {
    try {
      if (receivers.size > 0) await readNew();
      if (failing) log.info("events are read again");
      failing = false;
      return POLL_MS;
    } catch (error) {
      if (!failing) log.warn({ err: error }, "events cannot be read; trying again");
      failing = true;
      // What notified meanwhile does not make it go faster.
      await pause(AFTER_ERROR_MS, stopping.signal);
      return 0;
    }
  }

  async function readNew(): Promise<void> {
    for (let more = true; more && !stopping.signal.aborted; ) {
      const first = next ?? 0;
      // After so long without an answer of the database, rows may be gone that nobody has read.
      const late = performance.now() - readAt >= keepMs / 2;
      const rows = await readEvents(database.orm, { first, limit: PAGE });
      // Looked at last: what was deleted before the rows were read is missing among them.
      if (late && (await wentBehindGap(first))) return;
      readAt = performance.now();
      // Who listens may have gone and come back meanwhile, and the feed be further.
      for (const row of rows) if (row.id >= (next ?? 0)) publish(row);
      more = rows.length === PAGE;
    }
  }

  async function wentBehindGap(first: number): Promise<boolean> {
    const window = await readWindow(database.orm);
    if (window.first <= first) return false;
    startAt(window.next);
    for (const receiver of receivers) receiver.lost(atRow(window.next));
    return true;
  }

  function publish(row: EventRow): void {
    const batch = toBatch(row);
    next = row.id + 1;
    recent.push(batch);
    kept += batch.messages.length;
    while (kept > RECENT) {
      const oldest = recent.shift();
      kept -= oldest?.messages.length ?? 0;
      earliest = oldest?.after.row ?? earliest;
    }
    for (const receiver of receivers) receiver.receive(batch);
  }

  function startAt(row: number): void {
    [next, earliest, recent, kept] = [row, row, [], 0];
    readAt = performance.now();
  }

  async function start(): Promise<void> {
    startAt((await readWindow(database.orm)).next);
    running ??= Promise.all([run(), listen()]);
  }

  /** Without it the feed is as far behind as it looks seldom. */
  async function listen(): Promise<void> {
    await database
      .listen(CHANNEL, wake, stopping.signal)
      .catch((err: unknown) => log.error({ err }, "new events are not notified any more, only looked for"));
  }

  return {
    async place() {
      // While nobody listened nothing was read.
      if (receivers.size === 0 || next === undefined) {
        starting ??= start().finally(() => {
          starting = undefined;
        });
        await starting;
      }
      return atRow(next ?? 0);
    },

    join(from, receiver) {
      if (isBefore(from, atRow(earliest))) return false;
      receivers.add(receiver);
      for (const batch of recent) receiver.receive(batch);
      wake();
      return true;
    },

    leave: (receiver) => void receivers.delete(receiver),

    async [Symbol.asyncDispose]() {
      stopping.abort();
      receivers.clear();
      wake();
      await running;
    },
  };
}

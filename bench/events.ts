import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { WebSocket } from "ws";
import { percentile } from "../service/src/experiments/metrics/percentile.ts";
import type { ChildService } from "../service/tests/flows/child-service.ts";
import { type Row, report } from "./report.ts";
import { residentMB, withService } from "./running-service.ts";

const SOCKETS = 200;
const SECONDS = 30;
/** Each document is told of twice: when it is written, and when it can be found. */
const SETS = [
  { name: "each socket its own user", perUser: true, documentsPerSecond: 50 },
  { name: "every socket all users", perUser: false, documentsPerSecond: 25 },
];

const Told = Compile(
  Type.Object({
    type: Type.Literal("document"),
    at: Type.String(),
    user_id: Type.String(),
    document_id: Type.String(),
    status: Type.String(),
  }),
);

/** From an event's time in the database to its arrival in a socket of another process, and what never arrived. */
export async function benchEvents(): Promise<void> {
  const rows: Row[] = [];
  for (const set of SETS) rows.push(await withService((service) => measure(service, set)));
  report("events", rows);
}

async function measure(service: ChildService, set: (typeof SETS)[number]): Promise<Row> {
  const before = residentMB(service.pid);
  const readers = await Promise.all(
    Array.from({ length: SOCKETS }, (_, i) => openReader(service, set.perUser ? user(i) : undefined)),
  );
  const opened = residentMB(service.pid);
  const written = await write(service, set.documentsPerSecond * SECONDS, set.documentsPerSecond);
  await service.settled(300);
  // A last event that everybody sees: what has not arrived before it never will.
  const last = await write(service, SOCKETS, 1_000);
  while (readers.some((reader) => !last.some(({ id }) => reader.seen.has(`${id} completed`))))
    await sleep(100);
  let missed = 0;
  for (const reader of readers) {
    for (const { id, userId } of written) {
      if (reader.user !== undefined && reader.user !== userId) continue;
      for (const status of ["pending", "completed"]) if (!reader.seen.has(`${id} ${status}`)) missed++;
    }
  }
  const after = residentMB(service.pid);
  for (const { socket } of readers) socket.close();
  const lags = readers.flatMap((reader) => reader.lags);
  return {
    sockets: `${SOCKETS}, ${set.name}`,
    "events/s": set.documentsPerSecond * 2,
    "deliveries/s": set.documentsPerSecond * 2 * (set.perUser ? 1 : SOCKETS),
    "p50 ms": percentile(lags, 0.5),
    "p99 ms": percentile(lags, 0.99),
    missed,
    repeated: readers.reduce((sum, reader) => sum + reader.repeated, 0),
    "MB before": before,
    "MB open": opened,
    "MB after": after,
  };
}

const user = (i: number) => `user-${i % SOCKETS}`;

async function openReader({ address }: ChildService, userId: string | undefined) {
  const url = new URL("/api/v1/events/", address.replace(/^http/, "ws"));
  if (userId !== undefined) url.searchParams.set("user_id", userId);
  const socket = new WebSocket(url);
  const reader = { socket, user: userId, lags: [] as number[], seen: new Set<string>(), repeated: 0 };
  socket.on("message", (data) => {
    const now = Date.now();
    const event: unknown = JSON.parse(String(data));
    if (!Told.Check(event)) return;
    reader.lags.push(now - Date.parse(event.at));
    const what = `${event.document_id} ${event.status}`;
    if (reader.seen.has(what)) reader.repeated++;
    reader.seen.add(what);
  });
  await once(socket, "message");
  return reader;
}

interface Written {
  id: string;
  userId: string;
}

/** One document at a time, as many writers of a journal would, at an even pace. */
async function write(service: ChildService, count: number, perSecond: number): Promise<Written[]> {
  const writing: Promise<Written>[] = [];
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    const due = started + (i / perSecond) * 1000;
    await sleep(Math.max(0, due - performance.now()));
    writing.push(
      writeOne(service, user(i), `Entry ${i}: we walked along the harbour and talked about the year.`),
    );
  }
  return Promise.all(writing);
}

async function writeOne({ client }: ChildService, userId: string, text: string): Promise<Written> {
  const { data } = await client.POST("/api/v1/documents/", { body: { user_id: userId, text } });
  if (!data) throw new Error("a document was refused");
  return { id: data.id, userId };
}

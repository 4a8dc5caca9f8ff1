import type { CDPSession } from "playwright-core";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { type SampleApp, withSampleApp } from "../web/tests/sample-app.ts";
import { settled } from "../web/tests/settled.ts";
import { median, type Row, report, round } from "./report.ts";

const ROUNDS = 5;
const PAGES = ["/journal", "/search?q=afraid+of+a+meeting", "/patterns", "/settings"];

/** A desktop as it is, and what Lighthouse takes for a phone: a quarter of the speed, and slow 4G. */
const DEVICES = [
  { name: "desktop", viewport: { width: 1280, height: 860 }, slowdown: 1, network: undefined },
  {
    name: "phone, slow 4G",
    viewport: { width: 390, height: 844 },
    slowdown: 4,
    network: { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 },
  },
] as const;

/** Times in milliseconds from the navigation. */
const Vitals = Type.Object({
  firstPaint: Type.Number(),
  largestPaint: Type.Number(),
  shift: Type.Number(),
  /** What tasks took beyond their first 50 ms, from the first paint on. */
  blocking: Type.Number(),
  bytes: Type.Number(),
});
type Vitals = Static<typeof Vitals>;

/** Runs in the page, before anything of it. */
const WATCH = `{
  const seen = { largestPaint: 0, shift: 0, tasks: [] };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch("largest-contentful-paint", ({ startTime }) => { seen.largestPaint = startTime; });
  watch("layout-shift", ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shift += value; });
  watch("longtask", (task) => { seen.tasks.push(task); });
  globalThis.vitalsSeen = () => {
    const firstPaint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const late = seen.tasks.filter(({ startTime, duration }) => startTime + duration > firstPaint);
    const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return {
      firstPaint,
      largestPaint: seen.largestPaint,
      shift: seen.shift,
      blocking: late.reduce((sum, { duration }) => sum + duration - 50, 0),
      bytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
    };
  };
}`;

/** Web Vitals (web.dev/vitals) of a first visit to each page, nothing in the cache. */
export async function benchWeb(): Promise<void> {
  const rows: Row[] = [];
  await withSampleApp(async (app) => {
    for (const device of DEVICES) {
      for (const page of PAGES) rows.push(await measure(app, device, page));
    }
  });
  report("web", rows);
}

async function measure(app: SampleApp, device: (typeof DEVICES)[number], path: string): Promise<Row> {
  const visits: Vitals[] = [];
  for (let round = 0; round < ROUNDS; round++) visits.push(await visit(app, device, path));
  const of = (what: keyof Vitals) => median(visits.map((vitals) => vitals[what]));
  return {
    device: device.name,
    page: path,
    "FCP ms": Math.round(of("firstPaint")),
    "LCP ms": Math.round(of("largestPaint")),
    CLS: round(of("shift"), 3),
    "TBT ms": Math.round(of("blocking")),
    "kB over the wire": Math.round(of("bytes") / 1000),
  };
}

async function visit(app: SampleApp, device: (typeof DEVICES)[number], path: string): Promise<Vitals> {
  const context = await app.browser.newContext({ storageState: app.signedIn, viewport: device.viewport });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await slowDown(session, device);
  await page.addInitScript({ content: WATCH });
  await page.goto(app.service.app + path);
  await settled(page);
  const vitals = Value.Parse(Vitals, await page.evaluate("vitalsSeen()"));
  await context.close();
  return vitals;
}

async function slowDown(session: CDPSession, { slowdown, network }: (typeof DEVICES)[number]): Promise<void> {
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  if (!network) return;
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", network);
}

import { sql } from "drizzle-orm";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openOwnPglite } from "../../tests/servers/pglite.ts";
import type { Database } from "../db/open.ts";
import type { Use } from "../ports/embedders/metering.ts";
import { createMeter } from "./meter.ts";
import { readSpending } from "./spending.ts";
import { modelUsage } from "./tables.ts";

const log = pino({ level: "silent" });
const unlimited = { cost: undefined, tokens: undefined };
const use = (tokens: number, cost: number | undefined = tokens / 1000): Use => ({
  provider: "openai",
  model: "words",
  tokens,
  cost,
});

let database: Database;
let now: Date;
const meter = (budget = unlimited as Parameters<typeof createMeter>[1]) =>
  createMeter(database.orm, budget, log, () => now);

beforeAll(async () => {
  database = await openOwnPglite();
  await database.migrate();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.orm.delete(modelUsage);
  now = new Date("2026-11-29T22:00:00Z");
});

it("adds up a day, whoever of the processes it was", async () => {
  const meters = [meter(), meter(), meter()];
  await Promise.all(meters.flatMap((it) => [it.record(use(10)), it.record(use(5))]));
  await meter().record({ ...use(1), provider: "cohere" });
  const rows = await database.orm.select().from(modelUsage);
  const day = "2026-11-29";
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({
    day,
    provider: "openai",
    model: "words",
    requests: 6,
    tokens: 45,
    cost: expect.closeTo(0.045, 9),
  });
});

it("knows no cost where there is no price, and adds none to what is known", async () => {
  const price: Use = { ...use(7), cost: undefined };
  await meter().record(price);
  expect((await database.orm.select().from(modelUsage))[0]?.cost).toBeNull();
  await meter().record(use(1));
  await meter().record(price);
  expect((await database.orm.select().from(modelUsage))[0]?.cost).toBeCloseTo(0.001, 9);
});

it.each([
  ["dollars", { cost: 0.01, tokens: undefined }],
  ["tokens", { cost: undefined, tokens: 10 }],
])("lets nothing through once a budget in %s is used up, until the next day in UTC", async (_, budget) => {
  await meter(budget).record(use(9));
  await meter(budget).admit();
  await meter(budget).record(use(3));
  await expect(meter(budget).admit()).rejects.toMatchObject({ code: "budget_exhausted", retryAfter: 600 });
  expect(await readSpending(database.orm, budget, now)).toMatchObject({
    used_up: true,
    resets_at: "2026-11-30T00:00:00.000Z",
  });
  now = new Date("2026-11-29T23:59:59.500Z");
  await expect(meter(budget).admit()).rejects.toMatchObject({ retryAfter: 1 });
  now = new Date("2026-11-30T00:00:00Z");
  await meter(budget).admit();
  expect(await readSpending(database.orm, budget, now)).toMatchObject({ used_up: false, tokens: 0 });
});

it("lets nothing through with a budget of nothing", async () => {
  await expect(meter({ cost: 0, tokens: undefined }).admit()).rejects.toMatchObject({
    code: "budget_exhausted",
  });
});

it("loses nothing of what could not be written down at first", async () => {
  const gone = await openOwnPglite();
  await gone.orm.execute(sql`DROP TABLE IF EXISTS ${modelUsage}`);
  let orm = gone.orm;
  const swapping = new Proxy(database.orm, { get: (_, name) => Reflect.get(orm, name) });
  const own = createMeter(swapping, unlimited, log, () => now);
  // Without its tables.
  await own.record(use(10));
  await own.record(use(5));
  orm = database.orm;
  await own.record(use(1));
  expect(await database.orm.select().from(modelUsage)).toMatchObject([{ requests: 3, tokens: 16 }]);
  await gone.close();
});

import { expect, onTestFinished, test } from "vitest";
import { ThreadClient } from "./thread-client.ts";

type TestCalls = { echo(value: string): string; die(): void; hang(): void; close(): void };

/** A thread that answers `echo`, dies of `die` and never answers `hang`. */
const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", ({ id, method, parameters }) => {
      if (method === "die") throw new Error("on purpose");
      if (method === "echo") parentPort.postMessage({ id, value: parameters[0] });
      if (method === "close") { parentPort.postMessage({ id }); parentPort.close(); }
    });`)}`,
);

function openClient(): ThreadClient<TestCalls> {
  const client = new ThreadClient<TestCalls>(SCRIPT, {});
  onTestFinished(() => client.close());
  return client;
}

test("a thread that dies rejects what was in flight, and is started again", async () => {
  const client = openClient();
  expect(await client.call("echo", "one")).toBe("one");
  const inFlight = [client.call("hang"), client.call("die"), client.call("echo", "lost")];
  const settled = await Promise.allSettled(inFlight);
  for (const result of settled) {
    expect(result).toMatchObject({ status: "rejected", reason: { code: "index_unavailable" } });
  }
  expect(client.inFlight).toBe(0);
  expect(await client.call("echo", "two")).toBe("two");
});

test("what cannot cross to a thread is refused, and harms no other call", async () => {
  const client = openClient();
  const uncloneable: never = Object.assign(() => "", {}) as never;
  await expect(client.call("echo", uncloneable)).rejects.toThrow();
  expect(await client.call("echo", "still here")).toBe("still here");
});

test("a closed client refuses calls", async () => {
  const client = openClient();
  await client.close();
  await expect(client.call("echo", "late")).rejects.toMatchObject({ code: "stopping" });
});

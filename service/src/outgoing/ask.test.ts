import { once } from "node:events";
import { glob, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../config.ts";
import { createAsk } from "./ask.ts";

it("connects to nobody with LOCAL_ONLY", async () => {
  let connections = 0;
  const server = createServer().on("connection", () => connections++);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/secret`;
  await expect(createAsk(true)(url)).rejects.toMatchObject({
    code: "local_only",
    message: expect.not.stringContaining("secret"),
  });
  expect(connections).toBe(0);
  server.close();
});

/** What talks to the service itself, or to a configured store in its own protocol. */
const OWN = ["cli/server-transport.ts"];
const CLIENTS = /\bfetch\(|\bhttps?\.(get|request)\(|from "(undici|axios|got)"/;

it("is the only way out: no other file of the service makes HTTP requests", async () => {
  const src = join(ROOT, "service", "src");
  const others: string[] = [];
  for await (const file of glob("**/*.ts", { cwd: src })) {
    if (/test/.test(file) || file === "outgoing/ask.ts" || OWN.includes(file)) continue;
    if (CLIENTS.test(withoutCalls(await readFile(join(src, file), "utf8")))) others.push(file);
  }
  expect(others).toEqual([]);
});

/** Callbacks and methods that only share the name. */
const withoutCalls = (source: string) => source.replace(/(\.|await )fetch\((required|job\.name)/g, "");

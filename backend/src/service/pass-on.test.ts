import { once } from "node:events";
import express from "express";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../service/tests/servers/free-port.ts";
import { passOn } from "./pass-on.ts";
import type { Service } from "./service.ts";

test("nothing is asked for a reader who has gone already", async () => {
  const arrived = Promise.withResolvers<void>();
  const passed = Promise.withResolvers<void>();
  let asked = 0;
  const service: Service = {
    url: "",
    credentials: {},
    async ask() {
      asked++;
      return new Response("an answer");
    },
  };
  const app = express().get("/", (_request, response) => {
    arrived.resolve();
    response.once("close", () => passOn(service, response, "/").then(passed.resolve, passed.reject));
  });
  const port = await freePort();
  const server = app.listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const leaving = new AbortController();
  const reading = fetch(`http://127.0.0.1:${port}/`, { signal: leaving.signal });
  await arrived.promise;
  leaving.abort();
  await expect(reading).rejects.toThrow();
  await passed.promise;
  expect(asked).toBe(0);
});

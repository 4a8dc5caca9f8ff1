import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it } from "vitest";
import { startFaultProxy } from "./fault-proxy.ts";

it("carries, refuses, delays until it carries again, and resets", async () => {
  const server = createServer((_request, response) => void response.end("well")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await using proxy = await startFaultProxy(() =>
    typeof address === "object" && address !== null ? address.port : 0,
  );
  const ask = async () => (await fetch(`http://127.0.0.1:${proxy.port}/`)).text();
  expect(await ask()).toBe("well");

  await proxy.become("refusing");
  await expect(ask()).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });

  await proxy.become("late");
  let answered = false;
  const late = ask().then((text) => {
    answered = true;
    return text;
  });
  await once(server, "request");
  expect(answered).toBe(false);
  await proxy.become("passing");
  expect(await late).toBe("well");

  server.removeAllListeners("request");
  await proxy.become("resetting");
  await expect(ask()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  server.closeAllConnections();
  server.close();
});

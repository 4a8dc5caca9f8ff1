import { once } from "node:events";
import { createServer } from "node:net";
import type { Config } from "../../config.ts";
import type { Owner } from "../../data-folder/lock.ts";
import { answersAsService } from "../server-transport.ts";
import { type Check, fail, ok, warn } from "./check.ts";

export function checkOwner(owner: Owner | undefined): Check {
  if (!owner) return ok("Lock", "no process holds the data folder");
  const found = `process ${owner.pid} (cosmic ${owner.command}) since ${owner.since}`;
  if (owner.address) return ok("Lock", `${found}, at ${owner.address}`);
  return warn("Lock", found, "It answers no requests (yet): try again when it is ready or has ended.");
}

export async function checkPort({ http: { host, port } }: Config, owner: Owner | undefined): Promise<Check> {
  if (port === 0) return ok("Port", "any that is free, chosen at the start");
  if (owner?.address && URL.parse(owner.address)?.port === String(port)) {
    return ok("Port", `${port} is the one that process ${owner.pid} listens on`);
  }
  const fault = await listenOnce(host, port);
  if (fault === undefined) return ok("Port", `${port} on ${host} is free`);
  const advice = "Set PORT to another one, or stop that program.";
  if (fault !== "EADDRINUSE") return fail("Port", `${port} on ${host} may not be used (${fault})`, advice);
  const service = await answersAsService(`http://${host.includes(":") ? `[${host}]` : host}:${port}`);
  const who = service ? "another Cosmic Insights, with another data folder" : "another program";
  return fail("Port", `${port} on ${host} is taken by ${who}`, advice);
}

/** @returns why it cannot be listened on */
async function listenOnce(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
    server.close();
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

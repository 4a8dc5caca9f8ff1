import { styleText } from "node:util";
import type { Config } from "../config.ts";
import { findOwner, type Owner } from "../data-folder/lock.ts";
import { CosmicError } from "../errors.ts";
import { loadConfig } from "./configuration.ts";
import { type Check, fail, ok } from "./doctor/check.ts";
import { checkDataFolder, checkNode } from "./doctor/machine.ts";
import { checkModel } from "./doctor/model.ts";
import { checkOwner, checkPort } from "./doctor/port.ts";
import { checkService } from "./doctor/service.ts";
import { listSettings } from "./doctor/settings.ts";
import { checkStores } from "./doctor/stores.ts";
import { columns } from "./plain-text.ts";
import { connectToServer, findServer } from "./server-transport.ts";
import { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Looks at everything that can be wrong, and says of each what to do about it. */
export async function doctor(terminal: Terminal): Promise<void> {
  const { checks, settings } = await examine(terminal);
  const worst = (["fail", "warn"] as const).find((status) => checks.some((check) => check.status === status));
  if (worst === "fail") terminal.fail();
  terminal.answer({ status: worst ?? "ok", checks, settings: Object.fromEntries(settings) }, () => [
    ...columns(settings.map(([name, value]) => [name, value])),
    "",
    ...checks.map(describe),
  ]);
}

async function examine(terminal: Terminal): Promise<{ checks: Check[]; settings: [string, string][] }> {
  const checks = [checkNode()];
  try {
    const config = loadConfig();
    for await (const check of examineWith(config, terminal)) {
      terminal.signal.throwIfAborted();
      checks.push(check);
    }
    return { checks, settings: listSettings(config) };
  } catch (error) {
    if (!(error instanceof CosmicError) || error.code !== "invalid_configuration") throw error;
    return {
      checks: [...checks, fail("Configuration", error.message, "Correct these variables.")],
      settings: [],
    };
  }
}

async function* examineWith(config: Config, terminal: Terminal): AsyncGenerator<Check> {
  yield ok("Configuration", "all variables can be used");
  yield* checkDataFolder(config);
  const owner = ownerOf(config);
  yield checkOwner(owner);
  yield await checkPort(config, owner);
  yield* checkModel(config);
  const server = await findServer(config, owner, terminal.signal);
  if (server) yield* checkService(new Session(connectToServer(server)));
  else yield* checkStores(config);
}

/** That the folder cannot be read is what another line tells. */
function ownerOf({ dataFolder }: Config): Owner | undefined {
  try {
    return findOwner(dataFolder);
  } catch {
    return undefined;
  }
}

function describe({ status, name, found, advice }: Check): string {
  const colour = { ok: "green", warn: "yellow", fail: "red" } as const;
  const mark = styleText(colour[status], status.padEnd(4), { stream: process.stdout });
  return `${mark}  ${name}: ${found}${advice ? `. ${advice}` : ""}`;
}

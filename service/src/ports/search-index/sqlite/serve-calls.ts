import type { MessagePort } from "node:worker_threads";
import { type CallMessage, encodeFault, parseCall, type Reply } from "./call-message.ts";
import type { Calls } from "./calls.ts";
import { toCosmicError } from "./faults.ts";

/** Answers calls one after another until `close` has been called. */
export function serveCalls<C extends Calls & { close(): void }>(port: MessagePort, functions: C): void {
  const table = new Map(Object.entries(functions));
  port.on("message", (message: unknown) => {
    const call = parseCall(message);
    port.postMessage(answer(table, call));
    if (call.method === "close") port.close();
  });
}

function answer(functions: Map<string, Calls[string]>, { id, method, parameters }: CallMessage): Reply {
  try {
    const called = functions.get(method);
    if (!called) throw new Error(`there is no call named ${method}`);
    // The caller is typed by the same `Calls`.
    return { id, value: called(...(parameters as never[])) };
  } catch (fault) {
    return { id, fault: encodeFault(toCosmicError(fault, "The search index")) };
  }
}

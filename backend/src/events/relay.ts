import { EVENT_CLOSE_CODES } from "@cosmic/contract";
import { EVENTS_CLOSED } from "@cosmic/contract/app";
import { WebSocket } from "ws";
import type { Log } from "../log.ts";

export interface Relay {
  close(code: number, reason: string): void;
  /** To be called now and then: cuts a client off that has not answered since the last time. */
  checkAlive(): void;
}

/** Bytes that a client has not read yet: above the first the service is not read either, until they are below the second. */
const PAUSE_ABOVE = 256 * 1024;
const RESUME_BELOW = 64 * 1024;

/**
 * Gives what the service sends on to a client, no faster than the client reads. Everything that waits between the two
 * is in the buffers of the network, where the service sees that it waits.
 */
export function relay(client: WebSocket, from: URL, headers: Record<string, string>, log: Log): Relay {
  const service = new WebSocket(from, { perMessageDeflate: false, headers });
  let answered = true;
  let reached = false;

  service.on("open", () => {
    reached = true;
  });
  service.on("message", (data, isBinary) => {
    if (client.readyState !== WebSocket.OPEN) return;
    client.send(data, { binary: isBinary }, () => {
      if (service.isPaused && client.bufferedAmount < RESUME_BELOW) service.resume();
    });
    if (client.bufferedAmount > PAUSE_ABOVE) service.pause();
  });
  // Its close event comes next.
  service.on("error", (error) => log.debug({ err: error }, "events of the service broke off"));
  service.on("close", (code, reason) => {
    if (!reached) close(EVENTS_CLOSED.serviceAway, "Events are away. Connect again in a moment.");
    else if (saysWhatToDo(code)) close(code, reason.toString());
    else close(EVENTS_CLOSED.serviceRestarts, "The service restarts. Connect again.");
  });

  client.on("pong", () => {
    answered = true;
  });
  client.on("error", () => client.terminate());
  client.on("close", () => {
    // Paused, it would never notice that it is closed.
    service.resume();
    service.terminate();
  });

  function close(code: number, reason: string): void {
    client.close(code, reason);
    service.terminate();
  }

  return {
    close,
    checkAlive() {
      if (!answered) client.terminate();
      answered = false;
      if (client.readyState === WebSocket.OPEN) client.ping();
    },
  };
}

/** Codes that tell what the service wants to be done. Not among them: that it goes away, or is gone without a word. */
const saysWhatToDo = (code: number) =>
  code === 1008 || code === 1012 || code === 1013 || (code >= 4000 && code < 5000 && !isAboutOurKey(code));

const isAboutOurKey = (code: number) => code === EVENT_CLOSE_CODES.unauthenticated;

import type { CosmicEvent } from "@cosmic/contract/events";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { KEYS } from "../api/keys.ts";
import { sessionQuery } from "../session/session.ts";
import { tellStreamState } from "./connection.ts";
import { openEventStream } from "./event-stream.ts";
import { forgetStatuses, learnStatus } from "./statuses.ts";
import { atMostEvery } from "./throttle.ts";

/** Many events come at once while a journal is read in; lists are asked for again at most this often. */
const REFRESH_MS = 2_000;

/** Keeps what is shown up to date for as long as it is on the page. Shows nothing. */
export function LiveUpdates() {
  const client = useQueryClient();
  useEffect(() => {
    const address = new URL("/api/events", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const refreshing = atMostEvery(REFRESH_MS, () => refresh(client));
    const stream = openEventStream({
      address: address.href,
      onEvent: (event) => apply(event) && refreshing.ask(),
      // Insights and hits of a second ago are good enough; an entry must not wait for news that came before.
      onBegin: () => client.invalidateQueries({ queryKey: [KEYS.journal] }, { cancelRefetch: false }),
      onLost: refreshing.ask,
      onState: (state) => {
        tellStreamState(state);
        // A refused connection says no more than that it is over; the session says why.
        if (state === "broken" || state === "ended") client.invalidateQueries(sessionQuery);
      },
    });
    addEventListener("online", stream.hurry);
    return () => {
      removeEventListener("online", stream.hurry);
      refreshing.cancel();
      stream.close();
      forgetStatuses();
    };
  }, [client]);
  return null;
}

/** @returns whether lists may be old now */
function apply(event: CosmicEvent): boolean {
  if (event.type === "job") return false;
  if (event.type === "model") return true;
  if (event.source_id !== null && event.status !== "deleted") {
    learnStatus(event.source_id, event.status, event.at);
  }
  return event.status !== "processing";
}

function refresh(client: QueryClient): void {
  for (const key of [KEYS.journal, KEYS.vocabulary, KEYS.sample, KEYS.search, KEYS.insights]) {
    client.invalidateQueries({ queryKey: [key] });
  }
}

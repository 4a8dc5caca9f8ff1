import type { CosmicEvent } from "@cosmic/contract/events";
import { createEventStream } from "@cosmic/contract/events-client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { KEYS } from "../api/keys.ts";
import { sessionQuery } from "../session/session.ts";
import { tellConnected } from "./connection.ts";
import { forgetStatuses, learnStatus } from "./statuses.ts";
import { atMostEvery } from "./throttle.ts";

/** Many events come at once while a journal is read in; lists are asked for again at most this often. */
const REFRESH_MS = 2_000;

/** Keeps what is shown up to date for as long as it is on the page. Shows nothing. */
export function LiveUpdates() {
  const client = useQueryClient();
  useEffect(() => {
    const refreshing = atMostEvery(REFRESH_MS, () => refresh(client));
    let started = false;
    let stream = follow(undefined);

    function follow(cursor: string | undefined) {
      return createEventStream({
        url: new URL("/api/events", location.href),
        ...(cursor === undefined ? {} : { cursor }),
        onEvent: (event) => {
          if (isAboutThemes(event)) followThemes(client, event);
          else if (apply(event)) refreshing.ask();
        },
        onStart: () => {
          // At first what is shown has just been read, but an entry must not wait for news from before.
          if (started) refreshing.ask();
          else client.invalidateQueries({ queryKey: [KEYS.journal] }, { cancelRefetch: false });
          started = true;
        },
        onConnection: (connected) => {
          tellConnected(connected);
          // A connection that ends does not say whether the session has; this asks.
          if (!connected) client.invalidateQueries(sessionQuery);
        },
      });
    }
    /** The next try may be half a minute away. */
    const hurry = () => {
      const { cursor } = stream;
      stream.close();
      stream = follow(cursor);
    };
    addEventListener("online", hurry);
    return () => {
      removeEventListener("online", hurry);
      refreshing.cancel();
      stream.close();
      forgetStatuses();
    };
  }, [client]);
  return null;
}

type JobEvent = Extract<CosmicEvent, { type: "job" }>;

/** Of the jobs that are told of, the one that people wait for in this app. */
function isAboutThemes(event: CosmicEvent): event is JobEvent {
  return event.type === "job" && event.name === "find-themes";
}

function followThemes(client: QueryClient, { state }: JobEvent): void {
  const working = state === "waiting" || state === "active";
  client.invalidateQueries({ queryKey: [KEYS.patterns], exact: working });
  if (!working) client.invalidateQueries({ queryKey: [KEYS.map] });
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
  for (const key of [KEYS.journal, KEYS.vocabulary, KEYS.sample, KEYS.search, KEYS.insights, KEYS.patterns]) {
    client.invalidateQueries({ queryKey: [key] });
  }
}

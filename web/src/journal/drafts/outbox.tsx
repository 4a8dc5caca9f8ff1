import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { plural } from "../../dates/words.ts";
import { useConnected } from "../../live/connection.ts";
import { announce } from "../../shell/announcer.tsx";
import { keepInCache } from "../keep-in-cache.ts";
import { useDrafts } from "./drafts.ts";
import { sendWaiting } from "./send-waiting.ts";

const RETRY_MS = 30_000;

/** Sends what could not be saved before: at the start, when the network or the server is back, and now and then. */
export function Outbox() {
  const client = useQueryClient();
  const drafts = useDrafts();
  const connected = useConnected();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to try at once
  useEffect(() => {
    const send = async () => {
      let saved = 0;
      await sendWaiting(drafts, (entry) => {
        saved++;
        keepInCache(client, entry);
      });
      if (saved > 0)
        announce(`${plural(saved, "entry", "entries")} saved that had been kept on this device.`);
    };
    void send();
    const timer = setInterval(send, RETRY_MS);
    addEventListener("online", send);
    return () => {
      clearInterval(timer);
      removeEventListener("online", send);
    };
  }, [client, drafts, connected]);
  return null;
}

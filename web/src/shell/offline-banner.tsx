import { useEffect, useState } from "react";
import { useConnected, useOnline } from "../live/connection.ts";
import styles from "./shell.module.css";

/** A restart of the server takes a moment, and nobody needs to know. */
const PATIENCE_MS = 2_500;

/** Lies over the page, so that nothing moves when it comes and goes. */
export function OfflineBanner() {
  const online = useOnline();
  const away = useAway(!useConnected());
  const text = online
    ? away && "The journal cannot be reached. What you write is kept here and sent when it is back."
    : "You are offline. What you write is kept here and sent when you are back.";
  return (
    <div role="status" className={styles.banner} data-shown={Boolean(text)}>
      {text}
    </div>
  );
}

function useAway(broken: boolean): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (!broken) return setAway(false);
    const timer = setTimeout(() => setAway(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [broken]);
  return away;
}

import { useEffect, useRef } from "react";
import { announce } from "../../shell/announcer.tsx";
import type { SaveState } from "./autosave.ts";
import styles from "./editor.module.css";

/** Says where the text is. Only trouble and its end are read aloud: every pause in the writing would be too much. */
export function SaveStatus({ state, isNew }: { state: SaveState; isNew: boolean }) {
  const words = inWords(state, isNew);
  const troubled = useRef(false);
  useEffect(() => {
    if (isTrouble(state)) announce(words);
    else if (troubled.current && state.kind === "clean") announce("Saved.");
    troubled.current = isTrouble(state) || (troubled.current && state.kind !== "clean");
  }, [state, words]);
  return (
    <span className={styles.status} data-kind={state.kind}>
      {words}
    </span>
  );
}

const isTrouble = ({ kind }: SaveState) => ["waiting", "conflict", "gone", "refused"].includes(kind);

function inWords(state: SaveState, isNew: boolean): string {
  switch (state.kind) {
    case "clean":
      return isNew ? "" : "Saved";
    case "empty":
      return "Nothing to save yet";
    case "changed":
    case "saving":
      return "Saving…";
    case "waiting":
      return "Kept on this device, not sent yet";
    case "conflict":
    case "gone":
    case "refused":
      return "Not saved";
  }
}

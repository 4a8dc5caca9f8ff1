import type { Theme } from "@cosmic/contract/patterns";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useLocation } from "wouter";
import { plural } from "../../dates/words.ts";
import { announce } from "../../shell/announcer.tsx";
import { Dialog } from "../../shell/dialog.tsx";
import { patternsQuery } from "../queries.ts";
import { nameOf } from "../themes/words.ts";
import { useMergeTheme } from "./changes.ts";
import type { MergedState } from "./merge-notices.tsx";
import styles from "./theme-page.module.css";

interface MergeDialogProps {
  theme: Theme;
  open: boolean;
  onClose: () => void;
}

/** Asks which theme another one is to be part of, and goes there. */
export function MergeDialog({ theme, open, onClose }: MergeDialogProps) {
  const { data: patterns } = useQuery({ ...patternsQuery, enabled: open });
  const [chosen, setChosen] = useState("");
  const merge = useMergeTheme();
  const [, navigate] = useLocation();
  const id = useId();
  const others = patterns?.themes.filter((other) => other.id !== theme.id && !other.hidden) ?? [];
  const confirm = () =>
    merge.mutate(
      { id: theme.id, into: chosen },
      {
        onSuccess: () => {
          announce("The themes are merged.");
          const state: MergedState = { merged: theme.id, name: nameOf(theme) };
          navigate(`/patterns/themes/${chosen}`, { state });
        },
      },
    );
  return (
    <Dialog
      title="Merge into another theme"
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={confirm} disabled={chosen === ""} loading={merge.isPending}>
            Merge
          </Button>
        </>
      }
    >
      <p>
        The entries of “{nameOf(theme)}” become part of the other theme, also when themes are found again. It
        can be taken back.
      </p>
      <div className={styles.into}>
        <label htmlFor={id}>Merge into</label>
        <select id={id} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="">Choose a theme</option>
          {others.map((other) => (
            <option key={other.id} value={other.id}>
              {nameOf(other)} ({plural(other.documents, "entry", "entries")})
            </option>
          ))}
        </select>
      </div>
      {merge.error && <p role="alert">{merge.error.message}</p>}
    </Dialog>
  );
}

import type { JournalEntryView } from "@cosmic/contract/app";
import { Button } from "@mantine/core";
import { longDate, timeOf } from "../../dates/words.ts";
import { type EntryFields, fieldsOf } from "../fields.ts";
import styles from "./conflict-view.module.css";

interface ConflictViewProps {
  mine: EntryFields;
  theirs: JournalEntryView;
  onChoose: (choice: "mine" | "theirs") => void;
}

/** An entry that was changed here and elsewhere: both versions, and the choice between them. */
export function ConflictView({ mine, theirs, onChoose }: ConflictViewProps) {
  return (
    <section className={styles.conflict} role="alert" aria-labelledby="conflict-title">
      <h2 id="conflict-title">This entry was changed elsewhere too</h2>
      <p>Nothing is lost: choose which version stays. You can also copy from one into the other first.</p>
      <div className={styles.versions}>
        <Version title="Yours, here" fields={mine}>
          <Button onClick={() => onChoose("mine")}>Keep mine</Button>
        </Version>
        <Version
          title={`The other, of ${longDate(theirs.updated_at)}, ${timeOf(theirs.updated_at)}`}
          fields={fieldsOf(theirs)}
        >
          <Button variant="default" onClick={() => onChoose("theirs")}>
            Take the other
          </Button>
        </Version>
      </div>
    </section>
  );
}

interface VersionProps {
  title: string;
  fields: EntryFields;
  children: React.ReactNode;
}

function Version({ title, fields, children }: VersionProps) {
  const details = [fields.mood, ...fields.tags].filter((it) => it !== null).join(" · ");
  return (
    <article className={styles.version}>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.text} tabIndex={0} aria-label={title}>
        {fields.title && <strong>{fields.title}</strong>}
        {details && <p>{details}</p>}
        {fields.text}
      </section>
      {children}
    </article>
  );
}

import { Autocomplete, TagsInput } from "@mantine/core";
import "@mantine/core/styles/ScrollArea.layer.css";
import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/CloseButton.layer.css";
import "@mantine/core/styles/Combobox.layer.css";
import "@mantine/core/styles/Pill.layer.css";
import "@mantine/core/styles/PillsInput.layer.css";
import { useQuery } from "@tanstack/react-query";
import { vocabularyQuery } from "../entries.ts";
import type { EntryFields } from "../fields.ts";
import { DateField } from "./date-field.tsx";
import styles from "./editor.module.css";

/** Offered to those who have not named a mood yet. */
const FIRST_MOODS = ["calm", "happy", "grateful", "hopeful", "tired", "anxious", "sad", "angry"];

interface EntryDetailsProps {
  fields: EntryFields;
  onChange: (part: Partial<EntryFields>) => void;
}

export function EntryDetails({ fields, onChange }: EntryDetailsProps) {
  const { data: vocabulary } = useQuery(vocabularyQuery);
  const used = vocabulary?.moods.map(({ value }) => value) ?? [];
  const tags = vocabulary?.tags.map(({ value }) => value) ?? [];
  return (
    <div className={styles.details}>
      <DateField value={fields.entry_date} onChange={(entry_date) => onChange({ entry_date })} />
      <Autocomplete
        label="Mood"
        placeholder="Any word"
        data={[...new Set([...used, ...FIRST_MOODS])]}
        limit={12}
        maxLength={50}
        value={fields.mood ?? ""}
        onChange={(mood) => onChange({ mood: mood.trim() === "" ? null : mood })}
      />
      <TagsInput
        className={styles.tags ?? ""}
        label="Tags"
        placeholder={fields.tags.length > 0 ? "" : "Enter after each"}
        data={tags}
        limit={20}
        maxTags={30}
        maxLength={50}
        value={fields.tags}
        onChange={(tags) => onChange({ tags })}
      />
    </div>
  );
}

import styles from "./filter-bar.module.css";
import { typeInWords } from "./types.ts";

interface ChoiceFilterProps {
  label: string;
  choices: readonly { value: string; count?: number }[] | undefined;
  onChoose: (value: string) => void;
}

/** The browser's own list, dressed as a chip: it is known to every keyboard, reader and phone. */
export function ChoiceFilter({ label, choices = [], onChoose }: ChoiceFilterProps) {
  return (
    <label className={styles.choice}>
      <span className="visually-hidden">{label}</span>
      <select
        value=""
        disabled={choices.length === 0}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <option value="">{label}</option>
        {choices.map(({ value, count }) => (
          <option key={value} value={value}>
            {typeInWords(value)}
            {count === undefined ? "" : ` (${count})`}
          </option>
        ))}
      </select>
    </label>
  );
}

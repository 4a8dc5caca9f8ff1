import { useQuery } from "@tanstack/react-query";
import { shortDate } from "../dates/words.ts";
import { vocabularyQuery } from "../journal/entries.ts";
import { ChoiceFilter } from "./choice-filter.tsx";
import { DatesFilter } from "./dates-filter.tsx";
import styles from "./filter-bar.module.css";
import { FilterChip } from "./filter-chip.tsx";
import { isNarrowed, NO_FILTERS, type SearchFilters } from "./filters.ts";
import { TYPES, typeInWords } from "./types.ts";

interface FilterBarProps {
  filters: SearchFilters;
  onChange: (part: Partial<SearchFilters>) => void;
}

/** What narrows the search: chips for what is set, choices for what is not. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { data: vocabulary } = useQuery(vocabularyQuery);
  const { type, mood, tag, from, to } = filters;
  const chosen = (name: "type" | "mood" | "tag", words: string) => (
    <FilterChip onRemove={() => onChange({ [name]: "" })}>{words}</FilterChip>
  );
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">Filters</legend>
      {mood ? (
        chosen("mood", `Mood: ${mood}`)
      ) : (
        <ChoiceFilter label="Mood" choices={vocabulary?.moods} onChoose={(mood) => onChange({ mood })} />
      )}
      {tag ? (
        chosen("tag", `Tag: ${tag}`)
      ) : (
        <ChoiceFilter label="Tag" choices={vocabulary?.tags} onChoose={(tag) => onChange({ tag })} />
      )}
      {type ? (
        chosen("type", `Type: ${typeInWords(type)}`)
      ) : (
        <ChoiceFilter label="Type" choices={TYPES} onChoose={(type) => onChange({ type })} />
      )}
      {from || to ? (
        <FilterChip onRemove={() => onChange({ from: "", to: "" })}>{rangeInWords(from, to)}</FilterChip>
      ) : (
        <DatesFilter onChoose={onChange} />
      )}
      {isNarrowed(filters) && (
        <button
          type="button"
          className={styles.clear}
          onClick={() => onChange({ ...NO_FILTERS, q: filters.q })}
        >
          Clear filters
        </button>
      )}
    </fieldset>
  );
}

function rangeInWords(from: string, to: string): string {
  const [first, last] = [from, to].map((day) => (day ? shortDate(`${day}T12:00:00`) : ""));
  if (first && last) return `${first} to ${last}`;
  return first ? `Since ${first}` : `Until ${last}`;
}

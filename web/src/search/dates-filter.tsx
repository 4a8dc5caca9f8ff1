import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { addDays, today } from "../dates/days.ts";
import { textOf } from "../session/form.tsx";
import { Dialog } from "../shell/dialog.tsx";
import styles from "./filter-bar.module.css";
import type { SearchFilters } from "./filters.ts";

type Dates = Pick<SearchFilters, "from" | "to">;

const RANGES: [label: string, range: () => Dates][] = [
  ["Last 30 days", () => ({ from: addDays(today(), -30), to: "" })],
  ["This year", () => ({ from: `${today().slice(0, 4)}-01-01`, to: "" })],
  [
    "Last year",
    () => {
      const year = Number(today().slice(0, 4)) - 1;
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    },
  ],
];

export function DatesFilter({ onChoose }: { onChoose: (dates: Dates) => void }) {
  const [open, setOpen] = useState(false);
  const choose = (dates: Dates) => {
    setOpen(false);
    onChoose(dates);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = [textOf(form, "from"), textOf(form, "to")];
    choose(from && to && from > to ? { from: to, to: from } : { from, to });
  };
  return (
    <>
      <button type="button" className={styles.dates} onClick={() => setOpen(true)}>
        Dates
      </button>
      <Dialog title="Written when?" open={open} onClose={() => setOpen(false)}>
        <div className={styles.ranges}>
          {RANGES.map(([label, range]) => (
            <Button key={label} variant="default" onClick={() => choose(range())}>
              {label}
            </Button>
          ))}
        </div>
        <form className={styles.range} onSubmit={submit}>
          <label>
            From <input type="date" name="from" />
          </label>
          <label>
            To <input type="date" name="to" />
          </label>
          <Button type="submit">Show these</Button>
        </form>
      </Dialog>
    </>
  );
}

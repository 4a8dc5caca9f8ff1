import { PAIR_SOURCES, type TuningCreate, TuningRun } from "@cosmic/contract";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { request } from "../../../src/api/request.ts";
import { textOf } from "../../../src/session/form.tsx";
import { useAction } from "../api/use-action.ts";
import styles from "../parts/form.module.css";

export function TuningForm() {
  const begin = useAction(
    (body: TuningCreate) => request(TuningRun, "/v1/tuning/", { method: "POST", body }),
    ({ name }) => `${name} waits for its turn.`,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    begin.mutate(readForm(new FormData(event.currentTarget)));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput label="Name" name="name" required maxLength={100} />
      <NativeSelect label="Pairs from" name="source" data={[...PAIR_SOURCES]} defaultValue="feedback" />
      <TextInput label="Dataset (its id)" name="dataset" />
      <TextInput label="User (empty: all)" name="user" />
      <TextInput label="Rank" name="rank" inputMode="numeric" pattern="[0-9]*" placeholder="a whole matrix" />
      <Button type="submit" loading={begin.isPending}>
        Learn
      </Button>
    </form>
  );
}

function readForm(form: FormData): TuningCreate {
  const source = PAIR_SOURCES.find((it) => it === form.get("source")) ?? "feedback";
  const dataset = textOf(form, "dataset").trim();
  const user = textOf(form, "user").trim();
  const rank = textOf(form, "rank");
  return {
    name: textOf(form, "name"),
    pairs: {
      source,
      ...(dataset === "" ? {} : { dataset_id: dataset }),
      ...(user === "" ? {} : { user_id: user }),
    },
    ...(rank === "" ? {} : { parameters: { rank: Number(rank) } }),
  };
}

import { DatasetList, EXPERIMENT_KINDS, Experiment, type ExperimentCreate } from "@cosmic/contract";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { request } from "../../../src/api/request.ts";
import { textOf } from "../../../src/session/form.tsx";
import { useAction } from "../api/use-action.ts";
import styles from "../parts/form.module.css";
import { Loaded } from "../parts/loaded.tsx";
import tableStyles from "../parts/table.module.css";

/** The longest page of a list. */
const MOST_DATASETS = 200;

/** A run over a dataset that was uploaded. */
export function ExperimentForm() {
  const query = useQuery({
    queryKey: ["datasets"],
    queryFn: ({ signal }) =>
      request(DatasetList, "/v1/experiments/datasets/", { query: { limit: MOST_DATASETS }, signal }),
  });
  const begin = useAction(
    (body: ExperimentCreate) => request(Experiment, "/v1/experiments/", { method: "POST", body }),
    ({ name }) => `${name} waits for its turn.`,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    begin.mutate(readForm(new FormData(event.currentTarget)));
  };
  return (
    <Loaded query={query}>
      {({ results }) =>
        results.length === 0 ? (
          <p className={tableStyles.empty}>
            There is no dataset. Upload one with <code>POST /api/v1/experiments/datasets/</code>.
          </p>
        ) : (
          <form className={styles.form} onSubmit={submit}>
            <TextInput label="Name" name="name" required maxLength={100} />
            <NativeSelect label="Kind" name="kind" data={[...EXPERIMENT_KINDS]} />
            <NativeSelect
              label="Dataset"
              name="dataset"
              data={results.map(({ id, name, kind }) => ({ value: id, label: `${name} (${kind})` }))}
            />
            <TextInput label="Index" name="index" placeholder="the active one" />
            <Button type="submit" loading={begin.isPending}>
              Measure
            </Button>
          </form>
        )
      }
    </Loaded>
  );
}

function readForm(form: FormData): ExperimentCreate {
  const kind = EXPERIMENT_KINDS.find((it) => it === form.get("kind")) ?? "retrieval";
  const index = textOf(form, "index").trim();
  return {
    name: textOf(form, "name"),
    kind,
    dataset_id: textOf(form, "dataset"),
    ...(index === "" ? {} : { parameters: { index } }),
  };
}

import { type CompareIndexes, IndexComparison, type ModelIndex } from "@cosmic/contract";
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { request } from "../../../src/api/request.ts";
import { FormError, textOf } from "../../../src/session/form.tsx";
import { Facts } from "../parts/facts.tsx";
import styles from "../parts/form.module.css";
import { number, percent } from "../parts/format.tsx";
import tableStyles from "../parts/table.module.css";

/** The same queries to two indexes. */
export function CompareForm({ indexes }: { indexes: ModelIndex[] }) {
  const compare = useMutation({
    mutationFn: ({ id, ...body }: CompareIndexes & { id: string }) =>
      request(IndexComparison, `/v1/models/indexes/${id}/compare/`, { method: "POST", body }),
  });
  const others = indexes.filter(({ state }) => state === "ready");
  if (others.length === 0) {
    return <p className={tableStyles.empty}>There is no other index that is ready.</p>;
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    compare.mutate(readForm(new FormData(event.currentTarget)));
  };
  return (
    <div className={styles.stack}>
      <form className={styles.stack} onSubmit={submit}>
        <NativeSelect label="Compare with the active index" name="id" data={others.map(({ id }) => id)} />
        <Textarea label="Queries, one a line" name="queries" required rows={4} />
        <TextInput label="User whose documents are searched" name="user" />
        <div>
          <Button type="submit" variant="default" loading={compare.isPending}>
            Compare
          </Button>
        </div>
      </form>
      <FormError error={compare.error} />
      {compare.data && <Facts facts={factsOf(compare.data)} />}
    </div>
  );
}

function readForm(form: FormData) {
  const user = textOf(form, "user").trim();
  const lines = textOf(form, "queries")
    .split("\n")
    .map((line) => line.trim());
  return {
    id: textOf(form, "id"),
    queries: lines
      .filter((query) => query !== "")
      .map((query) => ({ query, ...(user === "" ? {} : { user_id: user }) })),
  };
}

const factsOf = ({ queries, top_k, overlap, same_first, one, other }: IndexComparison) =>
  [
    ["Queries", number(queries)],
    [`Same documents among the first ${top_k}`, percent(overlap)],
    ["Same first hit", percent(same_first)],
    [`Median cosine of the first hit, ${one.index}`, one.top_score === null ? "–" : number(one.top_score)],
    [
      `Median cosine of the first hit, ${other.index}`,
      other.top_score === null ? "–" : number(other.top_score),
    ],
  ] as const;

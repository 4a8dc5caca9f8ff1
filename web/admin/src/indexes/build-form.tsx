import { type BuildIndex, IndexPreview, ModelIndex } from "@cosmic/contract";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { request } from "../../../src/api/request.ts";
import { FormError, textOf } from "../../../src/session/form.tsx";
import { useAction } from "../api/use-action.ts";
import { Facts } from "../parts/facts.tsx";
import styles from "../parts/form.module.css";
import { duration, number } from "../parts/format.tsx";

/** First what it would take, then the building itself. */
export function BuildForm() {
  const preview = useMutation({
    mutationFn: async (wanted: BuildIndex) => {
      const { activate_when_ready: _, ...query } = wanted;
      return { wanted, answer: await request(IndexPreview, "/v1/models/indexes/preview/", { query }) };
    },
  });
  const build = useAction(
    (body: BuildIndex) => request(ModelIndex, "/v1/models/indexes/", { method: "POST", body }),
    ({ id }) => `${id} is being built.`,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    preview.mutate(readForm(new FormData(event.currentTarget)));
  };
  const found = preview.data;
  return (
    <div className={styles.stack}>
      <form className={styles.form} onSubmit={submit}>
        <TextInput label="Model" name="model" placeholder="the configured one" />
        <TextInput label="Dimensions" name="dimension" inputMode="numeric" pattern="[0-9]*" />
        <TextInput label="Passage tokens" name="passage_tokens" inputMode="numeric" pattern="[0-9]*" />
        <label className={styles.check}>
          <input type="checkbox" name="activate" /> Activate when ready
        </label>
        <Button type="submit" variant="default" loading={preview.isPending}>
          Preview
        </Button>
      </form>
      <FormError error={preview.error} />
      {found && (
        <>
          <Facts facts={factsOf(found.answer)} />
          <div>
            <Button
              loading={build.isPending}
              onClick={() => build.mutate(found.wanted, { onSuccess: preview.reset })}
            >
              Build this index
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function readForm(form: FormData): BuildIndex {
  const model = textOf(form, "model").trim();
  const dimension = textOf(form, "dimension");
  const tokens = textOf(form, "passage_tokens");
  return {
    ...(model === "" ? {} : { model }),
    ...(dimension === "" ? {} : { dimension: Number(dimension) }),
    ...(tokens === "" ? {} : { passage_tokens: Number(tokens) }),
    activate_when_ready: form.has("activate"),
  };
}

const factsOf = (preview: IndexPreview) =>
  [
    ["Model", preview.model],
    ["Provider", preview.provider ?? "this machine"],
    ["Dimensions", number(preview.dimension)],
    ["Documents", number(preview.documents)],
    ["Passages, estimated", number(preview.passages)],
    ["Tokens, estimated", number(preview.tokens)],
    ["Cost, estimated", preview.cost_usd === null ? "–" : `${number(preview.cost_usd)} USD`],
    ["Time, estimated", duration(preview.seconds)],
    ["There is one already", preview.exists ?? "no"],
  ] as const;

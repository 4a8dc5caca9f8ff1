import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { plural } from "../dates/words.ts";
import { announce } from "../shell/announcer.tsx";
import { sampleQuery, useLoadSample, useRemoveSample } from "./sample.ts";
import { Section } from "./section.tsx";
import styles from "./settings-page.module.css";

export function SampleSection() {
  const { data } = useQuery(sampleQuery);
  const load = useLoadSample();
  const remove = useRemoveSample();
  const error = load.error ?? remove.error;
  const entries = data?.entries ?? 0;
  return (
    <Section title="Sample journal">
      <p className={styles.two}>
        {entries > 0
          ? `${plural(entries, "entry", "entries")} of the sample journal are in yours. Those that you changed are yours and stay.`
          : "Three years in the life of somebody who does not exist, to try things on."}
      </p>
      {entries > 0 ? (
        <Button
          variant="default"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(undefined, { onSuccess: () => announce("The sample journal is removed.") })
          }
        >
          Remove the sample journal
        </Button>
      ) : (
        <Button
          variant="default"
          disabled={!data}
          loading={load.isPending}
          onClick={() =>
            load.mutate(undefined, { onSuccess: () => announce("The sample journal is loaded.") })
          }
        >
          Load the sample journal
        </Button>
      )}
      {error && <p role="alert">{error.message}</p>}
    </Section>
  );
}

import { Button } from "@mantine/core";
import { Link } from "wouter";
import { useLoadSample } from "../settings/sample.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { UnsavedDrafts } from "./unsaved-drafts.tsx";
import styles from "./welcome.module.css";

/** An empty journal. */
export function Welcome() {
  const { mutate, isPending, error } = useLoadSample();
  return (
    <div className={styles.welcome}>
      <UnsavedDrafts />
      <PageTitle className={styles.title}>The first page</PageTitle>
      <p className={styles.lead}>
        Write as you would on paper. Later you find it again by what it was about, not only by the words you
        used.
      </p>
      <p>
        <Link href="/journal/new" className={styles.begin}>
          Write the first entry
        </Link>
      </p>
      <section className={styles.sample} aria-labelledby="sample-title">
        <h2 id="sample-title">Or look around first</h2>
        <p>
          The sample journal is that of somebody who does not exist: three years of entries to search and to
          look through. It is removed as easily as it is loaded.
        </p>
        <Button variant="default" onClick={() => mutate()} loading={isPending}>
          Load the sample journal
        </Button>
        {error && <p role="alert">{error.message}</p>}
      </section>
    </div>
  );
}

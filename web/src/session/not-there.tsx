import { Button } from "@mantine/core";
import styles from "./entrance.module.css";

interface NotThereProps {
  error: Error;
  retry: () => void;
  isRetrying: boolean;
}

/** Stands for the app where nobody can say yet whether its reader is signed in. */
export function NotThere({ error, retry, isRetrying }: NotThereProps) {
  return (
    <main className={styles.page}>
      <h1>Not there yet</h1>
      <p role="alert">{error.message}</p>
      <Button onClick={retry} loading={isRetrying}>
        Try again
      </Button>
    </main>
  );
}

import styles from "./entrance.module.css";

/** Keeps its place in the page, so that readers hear what comes in. */
export function FormError({ error }: { error: Error | null }) {
  return <div role="alert">{error && <p className={styles.error}>{error.message}</p>}</div>;
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

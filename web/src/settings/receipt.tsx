import type { ErasureReceipt, UserFootprint } from "@cosmic/contract/users";
import { longDate, timeOf } from "../dates/words.ts";
import styles from "./settings-page.module.css";

const STORES: [name: keyof UserFootprint, words: string][] = [
  ["journal_entries", "Journal entries"],
  ["documents", "Documents"],
  ["embeddings", "Embeddings"],
  ["index_passages", "Passages in the search index"],
  ["themes", "Themes"],
  ["jobs", "Jobs"],
  ["events", "Events"],
  ["objects", "Stored objects"],
];

const STATES: Record<ErasureReceipt["state"], string> = {
  running: "The erasure goes on by itself; nothing more has to be done.",
  completed: "Everything is erased.",
  failed: "Something could not be erased.",
};

/** What was removed of each kind, and what is left. */
export function Receipt({ receipt }: { receipt: ErasureReceipt }) {
  const { state, removed, remaining, job_id, requested_at, error } = receipt;
  return (
    <div className={styles.receipt}>
      <p role="status">
        {STATES[state]} {error}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Removed</th>
            {remaining && <th scope="col">Left</th>}
          </tr>
        </thead>
        <tbody>
          {STORES.map(([name, words]) => (
            <tr key={name}>
              <th scope="row">{words}</th>
              <td>{removed[name]}</td>
              {remaining && <td>{remaining[name]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Asked for on {longDate(requested_at)}, {timeOf(requested_at)}. Number of the receipt:{" "}
        <code>{job_id}</code>
      </p>
    </div>
  );
}

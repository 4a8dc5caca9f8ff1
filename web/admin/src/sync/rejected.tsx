import type { SyncResult } from "@cosmic/contract";
import styles from "../parts/table.module.css";
import { Table } from "../parts/table.tsx";

/** Mapping errors: the first hundred of a run. */
export function Rejected({ result: { rejected, rejected_count } }: { result: SyncResult }) {
  if (rejected.length === 0) return <p className={styles.empty}>Every entry could be mapped.</p>;
  return (
    <>
      <Table
        caption="Entries that could not be mapped"
        keyOf={({ id }) => id}
        rows={rejected}
        columns={[
          { header: "Entry", cell: ({ id }) => id },
          { header: "Reason", cell: ({ reason }) => reason },
        ]}
      />
      {rejected_count > rejected.length && (
        <p>{`These are the first ${rejected.length} of ${rejected_count}.`}</p>
      )}
    </>
  );
}

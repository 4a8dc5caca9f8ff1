import { Button } from "@mantine/core";
import { plural } from "../../../src/dates/words.ts";
import type { Paged } from "../api/use-page.ts";
import { Loaded } from "./loaded.tsx";
import styles from "./table.module.css";
import { type Column, Table } from "./table.tsx";

interface PagedTableProps<Row> {
  page: Paged<Row>;
  caption: string;
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** One and many of what is listed. */
  words: readonly [string, string];
  /** Said instead of an empty table. */
  empty: string;
}

/** One page of a list, with the way to the next and back. */
export function PagedTable<Row>({ page, words, empty, ...table }: PagedTableProps<Row>) {
  const { query, goNext, goBack } = page;
  return (
    <Loaded query={query}>
      {({ results, count }) =>
        results.length === 0 && !goBack ? (
          <p className={styles.empty}>{empty}</p>
        ) : (
          <>
            <Table {...table} rows={results} />
            <div className={styles.pager}>
              <span>{plural(count, ...words)} in all</span>
              {(goNext || goBack) && (
                <>
                  <Button variant="default" size="xs" disabled={!goBack} onClick={goBack}>
                    Back
                  </Button>
                  <Button variant="default" size="xs" disabled={!goNext} onClick={goNext}>
                    Next page
                  </Button>
                </>
              )}
            </div>
          </>
        )
      }
    </Loaded>
  );
}

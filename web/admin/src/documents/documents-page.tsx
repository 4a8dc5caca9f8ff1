import { DocumentStateList, EMBEDDING_STATUSES } from "@cosmic/contract";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { useFilters } from "../api/use-filters.ts";
import { usePage } from "../api/use-page.ts";
import { FilterBar, SelectFilter, TextFilters } from "../parts/filters.tsx";
import { Moment } from "../parts/format.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { State } from "../parts/state.tsx";
import styles from "../parts/table.module.css";
import { DeleteDocument, Reindex } from "./document-actions.tsx";

const FIELDS = [
  ["User", "user_id"],
  ["Type", "document_type"],
  ["Source", "source"],
  ["From (day)", "date_from"],
  ["To (day)", "date_to"],
] as const;

/** Documents of all users, without a word of them: for that one has to say why. */
export function DocumentsPage() {
  const [filters, setFilters] = useFilters(["embedding_status", ...FIELDS.map(([, name]) => name)]);
  const page = usePage({
    name: "documents",
    filters,
    read: (query, signal) => request(DocumentStateList, "/v1/documents/states/", { query, signal }),
  });
  return (
    <>
      <PageTitle>Documents</PageTitle>
      <FilterBar>
        <SelectFilter
          label="State"
          value={filters.embedding_status}
          options={EMBEDDING_STATUSES}
          onChange={(value) => setFilters({ embedding_status: value })}
        />
        <TextFilters fields={FIELDS} values={filters} onChange={setFilters} />
      </FilterBar>
      <PagedTable
        page={page}
        caption="Documents"
        words={["document", "documents"]}
        empty="No document is like that."
        keyOf={({ id }) => id}
        columns={[
          { header: "Document", cell: ({ id }) => <Link href={`/documents/${id}`}>{id}</Link> },
          { header: "User", cell: ({ user_id }) => user_id },
          { header: "Type", cell: ({ document_type }) => document_type },
          {
            header: "State",
            cell: ({ embedding_status, embedding_error }) => (
              <>
                <State value={embedding_status} />
                {embedding_error && <div>{embedding_error}</div>}
              </>
            ),
          },
          { header: "Created", cell: ({ created_at }) => <Moment at={created_at} /> },
          {
            header: "Actions",
            cell: ({ id }) => (
              <div className={styles.actions}>
                <Reindex id={id} />
                <DeleteDocument id={id} />
              </div>
            ),
          },
        ]}
      />
    </>
  );
}

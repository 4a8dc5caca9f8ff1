import { EMBEDDING_STATUSES, UserList } from "@cosmic/contract";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { useFilters } from "../api/use-filters.ts";
import { usePage } from "../api/use-page.ts";
import { FilterBar, TextFilters } from "../parts/filters.tsx";
import { Moment, number } from "../parts/format.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import styles from "../parts/table.module.css";
import { EraseUser } from "./erase-user.tsx";
import { ExportUser } from "./export-user.tsx";

export function UsersPage() {
  const [filters, setFilters] = useFilters(["prefix"]);
  const page = usePage({
    name: "users",
    filters,
    read: (query, signal) => request(UserList, "/v1/users/", { query, signal }),
  });
  return (
    <>
      <PageTitle>Users</PageTitle>
      <FilterBar>
        <TextFilters fields={[["Id begins with", "prefix"]]} values={filters} onChange={setFilters} />
      </FilterBar>
      <PagedTable
        page={page}
        caption="Users who have documents"
        words={["user", "users"]}
        empty="No user has documents."
        keyOf={({ user_id }) => user_id}
        columns={[
          {
            header: "User",
            cell: ({ user_id }) => (
              <Link href={`/documents?user_id=${encodeURIComponent(user_id)}`}>{user_id}</Link>
            ),
          },
          ...EMBEDDING_STATUSES.map((status) => ({
            header: status,
            numeric: true,
            cell: ({ documents }: UserList["results"][number]) => number(documents[status]),
          })),
          { header: "Last document", cell: ({ last_created_at }) => <Moment at={last_created_at} /> },
          { header: "Erasure", cell: ({ erasure }) => erasure ?? "–" },
          {
            header: "Actions",
            cell: ({ user_id }) => (
              <div className={styles.actions}>
                <ExportUser id={user_id} />
                <EraseUser id={user_id} />
              </div>
            ),
          },
        ]}
      />
    </>
  );
}

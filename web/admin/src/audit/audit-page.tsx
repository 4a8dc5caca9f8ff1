import { type AuditEntry, AuditList, PRINCIPAL_KINDS } from "@cosmic/contract";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { useFilters } from "../api/use-filters.ts";
import { usePage } from "../api/use-page.ts";
import { decodeReason } from "../documents/reason.ts";
import { FilterBar, SelectFilter, TextFilters } from "../parts/filters.tsx";
import { Moment } from "../parts/format.tsx";
import { PagedTable } from "../parts/paged-table.tsx";

const FIELDS = [
  ["Action", "action"],
  ["Subject", "subject"],
  ["User", "user_id"],
  ["Id of who did it", "actor_id"],
  ["From (day)", "from"],
  ["To (day)", "to"],
] as const;

export function AuditPage() {
  const [filters, setFilters] = useFilters(["actor_kind", ...FIELDS.map(([, name]) => name)]);
  const page = usePage({
    name: "audit",
    filters,
    read: ({ from, to, ...query }, signal) =>
      request(AuditList, "/v1/access/audit/", {
        query: { ...query, from: momentOf(from, "T00:00:00Z"), to: momentOf(to, "T23:59:59.999Z") },
        signal,
      }),
  });
  return (
    <>
      <PageTitle>Audit log</PageTitle>
      <FilterBar>
        <SelectFilter
          label="Who"
          value={filters.actor_kind}
          options={PRINCIPAL_KINDS}
          onChange={(value) => setFilters({ actor_kind: value })}
        />
        <TextFilters fields={FIELDS} values={filters} onChange={setFilters} />
      </FilterBar>
      <PagedTable
        page={page}
        caption="Who did what"
        words={["entry", "entries"]}
        empty="Nothing like that was written down."
        keyOf={({ id }) => String(id)}
        columns={[
          { header: "When", cell: ({ at }) => <Moment at={at} /> },
          { header: "Who", cell: whoOf },
          { header: "Did", cell: ({ action }) => action },
          { header: "To", cell: ({ subject }) => subject ?? "–" },
          { header: "Of user", cell: ({ user_id }) => user_id ?? "–" },
          { header: "Reason", cell: ({ reason }) => (reason === null ? "–" : decodeReason(reason)) },
          { header: "Status", numeric: true, cell: ({ status }) => status ?? "no answer" },
          { header: "From", cell: ({ address }) => address ?? "–" },
        ]}
      />
    </>
  );
}

/** A day as a moment; what is no day goes as it is, and the service says what is wrong. */
const momentOf = (day: string | undefined, time: string) =>
  day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day + time : day;

function whoOf({ actor_kind, actor_name, actor_id }: AuditEntry): string {
  return [actor_kind ?? "unknown", actor_name ?? actor_id].filter((part) => part !== null).join(": ");
}

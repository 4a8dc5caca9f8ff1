import { type ApiKey, ApiKeyList, NewApiKey } from "@cosmic/contract";
import { useState } from "react";
import { command, request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { usePage } from "../api/use-page.ts";
import { Act } from "../parts/act.tsx";
import { Moment } from "../parts/format.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { State } from "../parts/state.tsx";
import styles from "../parts/table.module.css";
import { KeyForm } from "./key-form.tsx";
import { NewSecret } from "./new-secret.tsx";

export function KeysPage() {
  const [made, setMade] = useState<NewApiKey>();
  const page = usePage({
    name: "keys",
    read: (query, signal) => request(ApiKeyList, "/v1/access/keys/", { query, signal }),
  });
  return (
    <>
      <PageTitle>Keys</PageTitle>
      <NewSecret made={made} onClose={() => setMade(undefined)} />
      <PagedTable
        page={page}
        caption="API keys"
        words={["key", "keys"]}
        empty="There is no key yet."
        keyOf={({ id }) => id}
        columns={[
          { header: "Name", cell: ({ name }) => name },
          { header: "Id", cell: ({ id }) => id },
          { header: "State", cell: (key) => <State value={stateOf(key)} /> },
          { header: "Scopes", cell: ({ scopes }) => scopes.join(", ") },
          { header: "User", cell: ({ user_id }) => user_id ?? "all" },
          { header: "Made", cell: ({ created_at }) => <Moment at={created_at} /> },
          { header: "Expires", cell: ({ expires_at }) => <Moment at={expires_at} /> },
          { header: "Last used", cell: ({ last_used_at }) => <Moment at={last_used_at} /> },
          { header: "Actions", cell: (key) => <KeyActions apiKey={key} onNew={setMade} /> },
        ]}
      />
      <h2>Make a key</h2>
      <KeyForm onNew={setMade} />
    </>
  );
}

function stateOf({ revoked_at, expires_at }: ApiKey): string {
  if (revoked_at !== null) return "revoked";
  return expires_at !== null && Date.parse(expires_at) <= Date.now() ? "expired" : "active";
}

function KeyActions({ apiKey, onNew }: { apiKey: ApiKey; onNew: (key: NewApiKey) => void }) {
  const { id, name, revoked_at } = apiKey;
  if (revoked_at !== null) return "–";
  return (
    <div className={styles.actions}>
      <Act
        label="Rotate"
        to={name}
        act={async () => {
          onNew(await request(NewApiKey, `/v1/access/keys/${id}/rotate/`, { method: "POST", body: {} }));
        }}
        said={`${name} has a new secret.`}
        ask={{
          title: "Rotate this key?",
          body: <p>It gets a new secret. The old one works for a day more.</p>,
        }}
      />
      <Act
        label="Revoke"
        to={name}
        danger
        act={() => command(`/v1/access/keys/${id}/`, { method: "DELETE" })}
        said={`${name} was revoked.`}
        ask={{
          title: "Revoke this key?",
          body: <p>Whoever shows {name} is refused from now on, for good.</p>,
        }}
      />
    </div>
  );
}

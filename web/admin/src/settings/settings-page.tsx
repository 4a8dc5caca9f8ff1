import { type Setting, SettingList } from "@cosmic/contract";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { FilterBar } from "../parts/filters.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Table } from "../parts/table.tsx";

export function SettingsPage() {
  const [part, setPart] = useState("");
  const query = useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => request(SettingList, "/v1/settings/", { signal }),
  });
  return (
    <>
      <PageTitle>Settings</PageTitle>
      <p>
        As they are in effect in the process that answers. They come from the environment and are read once,
        at its start.
      </p>
      <FilterBar>
        <TextInput
          label="Part of the name"
          value={part}
          onChange={(event) => setPart(event.currentTarget.value)}
        />
      </FilterBar>
      <Loaded query={query}>
        {({ results }) => (
          <Table
            caption="Settings"
            keyOf={({ name }) => name}
            rows={results.filter(({ name }) => name.includes(part.trim().toUpperCase()))}
            columns={[
              { header: "Variable", cell: ({ name }) => <code>{name}</code> },
              { header: "Value", cell: shownValue },
              { header: "From", cell: ({ given }) => (given ? "environment" : "default") },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}

function shownValue({ value, given, secret }: Setting): string {
  if (secret) return given ? "set" : "not set";
  return value === null || value === "" ? "not set" : value;
}

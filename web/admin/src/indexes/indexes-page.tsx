import { ModelIndexList, RecreatedIndex } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { plural } from "../../../src/dates/words.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { Act } from "../parts/act.tsx";
import { Loaded } from "../parts/loaded.tsx";
import tableStyles from "../parts/table.module.css";
import { BuildForm } from "./build-form.tsx";
import { CompareForm } from "./compare-form.tsx";
import { IndexTable } from "./index-table.tsx";
import { order } from "./order.ts";
import { Usage } from "./usage.tsx";

const EVERY_MS = 3_000;

export function IndexesPage() {
  const query = useQuery({
    queryKey: ["indexes"],
    queryFn: ({ signal }) => request(ModelIndexList, "/v1/models/indexes/", { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <PageTitle>Indexes and models</PageTitle>
      <Loaded query={query}>{({ results }) => <IndexTable indexes={results} />}</Loaded>
      <h2>The active index</h2>
      <div className={tableStyles.actions}>
        <Act
          label="Roll back"
          act={order("/v1/models/rollback/")}
          said="The index that was active before answers searches again."
          ask={{
            title: "Roll back?",
            body: <p>The index that was active before this one answers searches again.</p>,
          }}
        />
        <Act
          label="Compare with the rows"
          act={order("/v1/models/reconcile/")}
          said="The rows are being compared with the index; what differs is mended."
        />
        <Act
          label="Embed everything again"
          danger
          act={() => request(RecreatedIndex, "/v1/models/recreate_index/", { method: "POST" })}
          said={({ queued }) => `${plural(queued, "document")} will be embedded again.`}
          ask={{
            title: "Embed everything again?",
            body: (
              <p>
                The index is emptied and filled again from the documents. Until that is done, searches find
                only what is in it.
              </p>
            ),
          }}
        />
      </div>
      <h2>Build an index</h2>
      <BuildForm />
      <h2>Compare two indexes</h2>
      <CompareForm indexes={query.data?.results ?? []} />
      <h2>Use of models of providers</h2>
      <Usage />
    </>
  );
}

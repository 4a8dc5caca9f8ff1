import { EMBEDDING_STATUSES, type Health, RetriedDocuments } from "@cosmic/contract";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { plural } from "../../../src/dates/words.ts";
import { Act } from "../parts/act.tsx";
import { Figures } from "../parts/facts.tsx";
import { number } from "../parts/format.tsx";

export function DocumentFigures({ documents }: Pick<Health, "documents">) {
  return (
    <>
      <Figures
        figures={EMBEDDING_STATUSES.map((status) => [
          status,
          <Link key={status} href={`/documents?embedding_status=${status}`}>
            {number(documents[status])}
          </Link>,
        ])}
      />
      {documents.failed > 0 && (
        <p>
          <Act
            label="Embed all failed ones again"
            act={() => request(RetriedDocuments, "/v1/documents/retry_failed/", { method: "POST" })}
            said={({ queued }) => `${plural(queued, "document")} will be embedded again.`}
          />
        </p>
      )}
    </>
  );
}

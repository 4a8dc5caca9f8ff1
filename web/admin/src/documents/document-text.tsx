import { Document, type Embedding, EmbeddingList } from "@cosmic/contract";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../../src/api/request.ts";
import formStyles from "../parts/form.module.css";
import { number } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Table } from "../parts/table.tsx";
import { useWho } from "../session/session.ts";
import { reasonHeader } from "./reason.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

/** Most passages that are shown; a document with more is a book. */
const MOST_PASSAGES = 200;
/** After the page was left. */
const KEPT_MS = 1_000;

/** The words of a document and its passages, for an admin only after a reason, which is written down. */
export function DocumentText({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<string>();
  const needsReason = useWho().kind === "admin";
  if (reason === undefined) {
    return (
      <>
        <h2>Text and passages</h2>
        <Button variant="default" onClick={() => (needsReason ? setAsking(true) : setReason(""))}>
          Read the text
        </Button>
        <ReasonDialog
          open={asking}
          onClose={() => setAsking(false)}
          onReason={(given) => {
            setAsking(false);
            setReason(given);
          }}
        />
      </>
    );
  }
  return <Words id={id} reason={reason} />;
}

function Words({ id, reason }: { id: string; reason: string }) {
  const headers = reasonHeader(reason);
  const query = useQuery({
    queryKey: ["document", id, reason],
    // Not given up and asked again: it would be written down twice.
    queryFn: async () => {
      const page = { query: { document_id: id, limit: MOST_PASSAGES }, headers };
      const [document, passages] = await Promise.all([
        request(Document, `/v1/documents/${id}/`, { headers }),
        request(EmbeddingList, "/v1/embeddings/", page),
      ]);
      return { document, passages };
    },
    // Each look is written into the audit log, so nothing looks again by itself; and nothing is kept for long.
    ...{ staleTime: "static", gcTime: KEPT_MS },
  });
  return (
    <Loaded query={query}>
      {({ document, passages }) => (
        <>
          <h2>Text</h2>
          {document.title !== "" && <h3>{document.title}</h3>}
          <div className={formStyles.code}>{document.text}</div>
          {Object.keys(document.metadata).length > 0 && (
            <>
              <h2>Metadata</h2>
              <code className={formStyles.code}>{JSON.stringify(document.metadata, null, 2)}</code>
            </>
          )}
          <h2>Passages and their embeddings</h2>
          <Passages text={document.text} passages={passages.results} />
        </>
      )}
    </Loaded>
  );
}

function Passages({ text, passages }: { text: string; passages: Embedding[] }) {
  if (passages.length === 0) return <p>Nothing of it is embedded.</p>;
  return (
    <Table
      caption="Passages"
      keyOf={({ id }) => id}
      rows={passages}
      columns={[
        { header: "Passage", cell: ({ start, end }) => text.slice(start, end) },
        { header: "Place", cell: ({ start, end }) => `${number(start)}–${number(end)}` },
        { header: "Tokens", numeric: true, cell: ({ tokens }) => tokens },
        { header: "Index", cell: ({ index_id }) => index_id },
        { header: "Model", cell: ({ model, dimension }) => `${model}, ${dimension} dimensions` },
      ]}
    />
  );
}

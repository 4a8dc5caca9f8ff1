import { type DocumentState, DocumentStateList } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { request } from "../../../src/api/request.ts";
import { BackLink } from "../../../src/shell/back-link.tsx";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { Facts } from "../parts/facts.tsx";
import { Moment } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { State } from "../parts/state.tsx";
import styles from "../parts/table.module.css";
import { DeleteDocument, Reindex } from "./document-actions.tsx";
import { DocumentText } from "./document-text.tsx";

export function DocumentPage({ id }: { id: string }) {
  const [, navigate] = useLocation();
  const query = useQuery({
    queryKey: ["document-state", id],
    queryFn: async ({ signal }) => {
      const options = { query: { document_id: id }, signal };
      const { results } = await request(DocumentStateList, "/v1/documents/states/", options);
      return results;
    },
  });
  return (
    <>
      <BackLink href="/documents">Documents</BackLink>
      <PageTitle>{`Document ${id}`}</PageTitle>
      <Loaded query={query}>
        {([document]) =>
          document ? (
            <>
              <Facts facts={factsOf(document)} />
              <div className={styles.actions}>
                <Reindex id={id} />
                <DeleteDocument id={id} onDeleted={() => navigate("/documents")} />
              </div>
              <DocumentText id={id} />
            </>
          ) : (
            <p className={styles.empty}>There is no such document, or not any more.</p>
          )
        }
      </Loaded>
    </>
  );
}

const factsOf = (document: DocumentState) =>
  [
    ["State", <State key="state" value={document.embedding_status} />],
    ["Error", document.embedding_error ?? "–"],
    ["User", document.user_id],
    ["Type", document.document_type],
    ["Date", <Moment key="date" at={document.entry_date} />],
    ["Source", document.source],
    ["Id in the source", document.source_id ?? "–"],
    ["Created", <Moment key="created" at={document.created_at} />],
    ["Changed", <Moment key="changed" at={document.updated_at} />],
  ] as const;

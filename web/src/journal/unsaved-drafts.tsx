import { Link } from "wouter";
import { Notice } from "../shell/notice.tsx";
import type { Draft } from "./drafts/draft-store.ts";
import { useWaitingDrafts } from "./drafts/drafts.ts";
import { beginning } from "./words.ts";

/** What is kept on this device and not on the server. */
export function UnsavedDrafts() {
  const drafts = useWaitingDrafts();
  if (drafts.length === 0) return null;
  return (
    <Notice>
      Not saved yet, kept on this device:{" "}
      {drafts.map((draft, i) => (
        <span key={draft.key}>
          {i > 0 && ", "}
          <Link href={addressOf(draft)}>
            {draft.fields.title || beginning(draft.fields.text, 40) || "an entry"}
          </Link>
        </span>
      ))}
    </Notice>
  );
}

function addressOf({ key, base }: Draft): string {
  return base ? `/journal/${base.id}/edit` : `/journal/new?draft=${key}`;
}

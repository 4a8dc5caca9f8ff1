import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { KEYS } from "../api/keys.ts";
import { isProblem } from "../api/problem.ts";
import { PageTitle } from "../shell/page-title.tsx";

/** Instead of an entry that cannot be shown. */
export function EntryTrouble({ error }: { error: Error }) {
  const client = useQueryClient();
  if (isProblem(error, 404)) {
    return (
      <>
        <PageTitle>This entry is not there</PageTitle>
        <p>
          It was deleted, or it belongs to another journal. <Link href="/journal">Back to the journal</Link>
        </p>
      </>
    );
  }
  return (
    <>
      <PageTitle>This entry cannot be shown now</PageTitle>
      <p role="alert">{error.message}</p>
      <Button onClick={() => client.invalidateQueries({ queryKey: [KEYS.journal] })}>Try again</Button>
    </>
  );
}

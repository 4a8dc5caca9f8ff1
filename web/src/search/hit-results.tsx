import { Button } from "@mantine/core";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { KEYS } from "../api/keys.ts";
import { plural } from "../dates/words.ts";
import type { EntryHit } from "../journal/hits.ts";
import { announce } from "../shell/announcer.tsx";
import { Notice } from "../shell/notice.tsx";
import { hasTag } from "./filters.ts";
import { Hit } from "./hit.tsx";
import { NoResults } from "./no-results.tsx";
import { Results, ResultsSkeleton } from "./results.tsx";

interface Found {
  results: EntryHit[];
  degraded: boolean;
}

interface HitResultsProps {
  query: UseQueryResult<Found>;
  tag: string;
  onMore: (() => void) | undefined;
}

export function HitResults({ query: { data, error, isPlaceholderData }, tag, onMore }: HitResultsProps) {
  const hits = data?.results.filter((hit) => hasTag(hit.metadata, tag));
  const summary = hits && !isPlaceholderData ? inWords(hits.length, onMore !== undefined) : undefined;
  useEffect(() => {
    if (summary !== undefined) announce(summary);
  }, [summary]);
  if (error) return <Trouble error={error} />;
  if (!data || !hits) return <ResultsSkeleton />;
  return (
    <div>
      {data.degraded && (
        <Notice>
          Only the words themselves were searched for, not what they mean: that part of the service is away at
          the moment.
        </Notice>
      )}
      {hits.length === 0 ? (
        <NoResults />
      ) : (
        <Results summary={inWords(hits.length, onMore !== undefined)}>
          {hits.map((hit) => (
            <Hit key={hit.document_id} hit={hit} />
          ))}
        </Results>
      )}
      {onMore && (
        <Button variant="default" onClick={onMore}>
          Show more
        </Button>
      )}
    </div>
  );
}

function Trouble({ error }: { error: Error }) {
  const client = useQueryClient();
  const retry = () => client.invalidateQueries({ queryKey: [KEYS.search] });
  return (
    <Notice
      kind="error"
      action={
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      }
    >
      The search did not work. {error.message}
    </Notice>
  );
}

function inWords(count: number, more: boolean): string {
  return more ? `The best ${count} entries` : plural(count, "entry", "entries");
}

import { Button, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { Notice } from "../../../src/shell/notice.tsx";

interface LoadedProps<Data> {
  query: { data: Data | undefined; error: Error | null; refetch: () => unknown; isFetching: boolean };
  children: (data: Data) => ReactNode;
}

/** What was asked for, once it is there; before that its place, and what is wrong where it does not come. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  const { data, error, refetch, isFetching } = query;
  return (
    <>
      {error && (
        <Notice
          kind="error"
          action={
            <Button variant="default" size="xs" onClick={refetch} loading={isFetching}>
              Try again
            </Button>
          }
        >
          {error.message}
        </Notice>
      )}
      {data === undefined
        ? !error && <Skeleton height={160} aria-busy="true" aria-label="Loading" role="status" />
        : children(data)}
    </>
  );
}

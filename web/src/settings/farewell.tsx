import type { ErasureReceipt } from "@cosmic/contract/users";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { KEYS } from "../api/keys.ts";
import { Frame } from "../session/frame.tsx";
import { beginAs } from "../session/session.ts";
import { askForReceipt, showReceipt, useShownReceipt } from "./erasure.ts";
import { Receipt } from "./receipt.tsx";

const ASK_MS = 1_500;

/** Shows the receipt of an erasure instead of the app until its reader leaves. */
export function Farewell({ children }: { children: ReactNode }) {
  const receipt = useShownReceipt();
  return receipt ? <Shown first={receipt} /> : children;
}

function Shown({ first }: { first: ErasureReceipt }) {
  const client = useQueryClient();
  const { data: receipt } = useQuery({
    queryKey: [KEYS.session, "erasure"],
    queryFn: ({ signal }) => askForReceipt(signal),
    initialData: first,
    enabled: ({ state }) => state.data?.state === "running",
    refetchInterval: ASK_MS,
    staleTime: ASK_MS,
  });
  const leave = () => {
    client.removeQueries({ queryKey: [KEYS.session, "erasure"] });
    beginAs(client, null);
    showReceipt(undefined);
  };
  return (
    <Frame title="Receipt">
      <Receipt receipt={receipt} />
      <Button onClick={leave} disabled={receipt.state === "running"}>
        Leave
      </Button>
    </Frame>
  );
}

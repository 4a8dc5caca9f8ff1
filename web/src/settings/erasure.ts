import { ErasureReceipt } from "@cosmic/contract/users";
import { useSyncExternalStore } from "react";
import { request } from "../api/request.ts";

let shown: ErasureReceipt | undefined;
const listeners = new Set<() => void>();

/** The receipt outlives the session that asked for it: while there is one, nothing else is shown. */
export function showReceipt(receipt: ErasureReceipt | undefined): void {
  shown = receipt;
  for (const listener of listeners) listener();
}

export function useShownReceipt(): ErasureReceipt | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => shown,
  );
}

export const erase = (password: string): Promise<ErasureReceipt> =>
  request(ErasureReceipt, "/me", { method: "DELETE", body: { password } });

/** An erasure that takes longer is asked after; the answer that it is done ends the session. */
export const askForReceipt = (signal: AbortSignal): Promise<ErasureReceipt> =>
  request(ErasureReceipt, "/me/erasure", { signal });

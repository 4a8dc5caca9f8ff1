import { ErasureReceipt } from "@cosmic/contract";
import { Value } from "typebox/value";
import { pause } from "../../../service/src/pause.ts";
import type { Sessions } from "../accounts/sessions.ts";
import type { Log } from "../log.ts";
import { type Service, serviceAway } from "../service/service.ts";
import type { AccountRecord, Store } from "../stores/store.ts";

export interface Erasing {
  store: Store;
  sessions: Sessions;
  service: Service;
  log: Log;
}

/** Milliseconds between two questions whether the service is done. */
const ASK_EVERY_MS = 250;

/**
 * Erases a user, or goes on where that broke: the mark in the account, the journal, what the service has, and last the
 * account and its sessions. Each step can be done twice, so a failure is mended by calling this again.
 *
 * @param waitMs how long the service is waited for
 * @returns the service's receipt; while its `state` is `running`, the account is still there
 * @throws AppError `service_unavailable`
 */
export async function erase(
  { store, sessions, service, log }: Erasing,
  account: Pick<AccountRecord, "id">,
  waitMs: number,
): Promise<ErasureReceipt> {
  const { id } = account;
  await store.accounts.beginErasing(id, new Date());
  await store.journal.removeAll(id);
  let receipt = await readReceipt(service, id);
  // One that failed there is begun again.
  if (!receipt || receipt.state === "failed") receipt = await request(service, id);
  const until = Date.now() + waitMs;
  while (receipt.state === "running" && Date.now() < until) {
    await pause(ASK_EVERY_MS, undefined);
    receipt = (await readReceipt(service, id)) ?? receipt;
  }
  if (receipt.state !== "completed") return receipt;
  // Again, for an entry that was being written while the first removal ran.
  await store.journal.removeAll(id);
  await sessions.endOthers(id);
  await store.accounts.remove(id);
  log.info({ account: id }, "an account was erased");
  return receipt;
}

const path = (userId: string) => `/api/v1/users/${encodeURIComponent(userId)}/`;

async function request(service: Service, userId: string): Promise<ErasureReceipt> {
  const response = await service.ask(path(userId), { method: "DELETE" });
  return toReceipt(response);
}

async function readReceipt(service: Service, userId: string): Promise<ErasureReceipt | undefined> {
  const response = await service.ask(`${path(userId)}erasure/`);
  if (response.status !== 404) return toReceipt(response);
  await response.arrayBuffer();
  return undefined;
}

async function toReceipt(response: Response): Promise<ErasureReceipt> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && Value.Check(ErasureReceipt, answer)) return answer;
  throw serviceAway(new Error(`The service answered ${response.status} about an erasure.`));
}

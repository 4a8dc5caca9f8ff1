import type { UserFootprint } from "@cosmic/contract";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";

/** One place that keeps something of users. */
export interface UserStore {
  /** Removes what is there of the user. Called again after a crash, it goes on. */
  erase(context: Context, user: ErasedUser): Promise<void>;
  /** How much is there now, counted where it is. */
  count(context: Context, userId: string): Promise<number>;
}

export interface ErasedUser {
  id: string;
  signal: AbortSignal;
  /** Adds to what the receipt says was removed, best in the transaction that removes it. */
  removed(counts: Partial<UserFootprint>, db?: Db): Promise<void>;
  /** The same for what is removed in many steps and was counted before: the highest number stands. */
  toBeRemoved(counts: Partial<UserFootprint>): Promise<void>;
}

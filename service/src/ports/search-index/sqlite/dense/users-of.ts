import type { SearchFilter } from "../../search-index.ts";
import { integer } from "../rows.ts";
import type { Row, Statements } from "../statements.ts";

/** A user as the transaction that reads sees it. */
export interface UserState {
  userKey: number;
  passages: number;
  /** The last change of one of the user's documents. */
  changed: number;
}

/** The users whose documents a filter is about: one, all, or none if the index holds nothing of that one. */
export function usersOf(statements: Statements, { userId }: SearchFilter): UserState[] {
  const select = "SELECT user_key, passages, changed FROM users";
  if (userId === undefined) return statements.all(select, []).map(toUserState);
  if (!userId.isWellFormed()) return [];
  return statements.all(`${select} WHERE user_id = ?`, [userId]).map(toUserState);
}

function toUserState(row: Row): UserState {
  return {
    userKey: integer(row.user_key),
    passages: integer(row.passages),
    changed: integer(row.changed),
  };
}

import { type Collection, type Db, ObjectId } from "mongodb";
import type { Sessions } from "../store.ts";
import type { Ask } from "./create.ts";

interface SessionDocument {
  /** SHA-256 of the token. */
  _id: string;
  accountId: ObjectId;
  expiresAt: Date;
}

export function mongoSessions(ask: Ask): Sessions & { makeIndexes(): Promise<void> } {
  const on = <T>(work: (sessions: Collection<SessionDocument>) => Promise<T>) =>
    ask((db: Db) => work(db.collection<SessionDocument>("sessions")));

  return {
    add: ({ tokenHash, accountId, expiresAt }) =>
      on(async (sessions) => {
        await sessions.insertOne({ _id: tokenHash, accountId: new ObjectId(accountId), expiresAt });
      }),

    find: (tokenHash, now) =>
      on(async (sessions) => {
        const found = await sessions.findOne({ _id: tokenHash, expiresAt: { $gt: now } });
        if (!found) return undefined;
        return { tokenHash, accountId: found.accountId.toHexString(), expiresAt: found.expiresAt };
      }),

    extend: (tokenHash, expiresAt) =>
      on(async (sessions) => void (await sessions.updateOne({ _id: tokenHash }, { $set: { expiresAt } }))),

    remove: (tokenHash) => on(async (sessions) => void (await sessions.deleteOne({ _id: tokenHash }))),

    removeOf: (accountId, except) =>
      on(async (sessions) => {
        const others = except === undefined ? {} : { _id: { $ne: except } };
        await sessions.deleteMany({ accountId: new ObjectId(accountId), ...others });
      }),

    removeExpired: (now) =>
      on(async (sessions) => void (await sessions.deleteMany({ expiresAt: { $lte: now } }))),

    makeIndexes: () =>
      on(async (sessions) => {
        await sessions.createIndex({ accountId: 1 });
        await sessions.createIndex({ expiresAt: 1 });
      }),
  };
}

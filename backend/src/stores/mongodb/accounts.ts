import { type Collection, type Db, ObjectId } from "mongodb";
import type { AccountRecord, Accounts } from "../store.ts";
import type { Ask } from "./create.ts";
import { isDuplicate } from "./faults.ts";
import { isObjectId } from "./ids.ts";

interface AccountDocument extends Omit<AccountRecord, "id"> {
  _id: ObjectId;
}

export function mongoAccounts(ask: Ask): Accounts & { makeIndexes(): Promise<void> } {
  const on = <T>(work: (accounts: Collection<AccountDocument>) => Promise<T>) =>
    ask((db: Db) => work(db.collection<AccountDocument>("accounts")));

  return {
    add: (account) =>
      on(async (accounts) => {
        const added = { ...account, _id: new ObjectId(), erasingSince: null };
        try {
          await accounts.insertOne(added);
          return toAccount(added);
        } catch (error) {
          if (isDuplicate(error)) return undefined;
          throw error;
        }
      }),

    find: (id) =>
      on(async (accounts) => {
        const found = isObjectId(id) ? await accounts.findOne({ _id: new ObjectId(id) }) : null;
        return found ? toAccount(found) : undefined;
      }),

    findByEmail: (email) =>
      on(async (accounts) => {
        const found = await accounts.findOne({ email });
        return found ? toAccount(found) : undefined;
      }),

    setPasswordHash: (id, passwordHash) =>
      on(
        async (accounts) =>
          void (await accounts.updateOne({ _id: new ObjectId(id) }, { $set: { passwordHash } })),
      ),

    beginErasing: (id, at) =>
      on(async (accounts) => {
        await accounts.updateOne(
          { _id: new ObjectId(id), erasingSince: null },
          { $set: { erasingSince: at } },
        );
      }),

    erasing: (before) =>
      on(async (accounts) => {
        const found = await accounts
          .find({ erasingSince: { $lt: before } }, { projection: { _id: 1 } })
          .toArray();
        return found.map(({ _id }) => _id.toHexString());
      }),

    remove: (id) => on(async (accounts) => void (await accounts.deleteOne({ _id: new ObjectId(id) }))),

    makeIndexes: () =>
      on(async (accounts) => void (await accounts.createIndex({ email: 1 }, { unique: true }))),
  };
}

const toAccount = ({ _id, ...account }: AccountDocument): AccountRecord => ({
  ...account,
  id: _id.toHexString(),
});

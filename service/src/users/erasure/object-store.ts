import { BUCKETS } from "../../ports/objects/objects.ts";
import { userPrefix } from "../object-prefix.ts";
import type { UserStore } from "./store.ts";

/** Objects under the prefix of the user in any bucket. */
export const objectStore: UserStore = {
  async erase({ objects }, user) {
    for (const bucket of BUCKETS) {
      for await (const { key } of objects.list(bucket, userPrefix(user.id))) {
        user.signal.throwIfAborted();
        await objects.delete(bucket, key);
        await user.removed({ objects: 1 });
      }
    }
  },

  async count({ objects }, userId) {
    let found = 0;
    for (const bucket of BUCKETS) {
      for await (const _ of objects.list(bucket, userPrefix(userId))) found++;
    }
    return found;
  },
};

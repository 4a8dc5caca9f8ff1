import type { UserStore } from "./store.ts";

/** Vectors and words in every index. */
export const indexStore: UserStore = {
  async erase({ searchIndex }, user) {
    const { passages } = await searchIndex.countUser(user.id);
    await user.toBeRemoved({ index_passages: passages });
    await searchIndex.remove({ userId: user.id });
  },

  async count({ searchIndex }, userId) {
    const { documents, passages } = await searchIndex.countUser(userId);
    return Math.max(documents, passages);
  },
};

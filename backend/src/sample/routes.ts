import type { SampleState } from "@cosmic/contract/app";
import { type Request, Router } from "express";
import type { Push } from "../journal/push.ts";
import type { Journal } from "../stores/journal.ts";
import type { SampleEntries } from "./sample-entries.ts";

export interface SampleRoutes {
  journal: Journal;
  sampleEntries: SampleEntries;
  push: Push;
  reader(request: Request): Promise<string>;
  writer(request: Request): Promise<string>;
}

/** `/api/sample`: a journal to look around with. What the user changes of it becomes their own and stays. */
export function sampleRoutes({ journal, sampleEntries, push, reader, writer }: SampleRoutes): Router {
  const router = Router();
  const stateOf = async (userId: string): Promise<SampleState> => ({
    entries: await journal.countSamples(userId),
  });

  router.get("/", async (request, response) => {
    response.json(await stateOf(await reader(request)));
  });

  router.post("/", async (request, response) => {
    const userId = await writer(request);
    const now = new Date();
    const entries = sampleEntries(now).map(({ id, ...entry }) => ({
      ...entry,
      sampleId: id,
      createdAt: now,
    }));
    const added = await journal.add(userId, entries);
    push.tell(added.map(({ id }) => id));
    response.status(added.length > 0 ? 201 : 200).json(await stateOf(userId));
  });

  router.delete("/", async (request, response) => {
    const userId = await writer(request);
    push.tell(await journal.removeSamples(userId));
    response.json(await stateOf(userId));
  });

  return router;
}

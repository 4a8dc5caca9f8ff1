import type { AppHealth } from "@cosmic/contract/app";
import { type RequestHandler, Router } from "express";
import { within } from "../../../service/src/pause.ts";
import type { Service } from "../service/service.ts";
import type { Store } from "../stores/store.ts";

const PATIENCE_MS = 3_000;

type Check = AppHealth["checks"]["journal"];

/** `/livez`: this process answers, whatever its servers do. */
export const alive: RequestHandler = (_request, response) => {
  response.set("cache-control", "no-store").json({ status: "ok" });
};

/** `/health`: 503 if the journal cannot be read; without the service entries are kept, only not found. */
export function healthRoutes(store: Store, service: Service): Router {
  const router = Router();
  router.get("/", async (_request, response) => {
    const [journal, search] = await Promise.all([
      check(() => store.check(), "The journal does not answer. Is its server running?"),
      check(async () => {
        const answer = await service.ask("/livez", { patienceMs: PATIENCE_MS });
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`The service answered ${answer.status}.`);
      }, "The service does not answer. Is it running, and is ML_SERVICE_URL right?"),
    ]);
    const status = journal.status === "failing" ? "failing" : search.status === "failing" ? "degraded" : "ok";
    const health: AppHealth = { status, checks: { journal, service: search } };
    response
      .status(status === "failing" ? 503 : 200)
      .set("cache-control", "no-store")
      .json(health);
  });
  return router;
}

async function check(work: () => Promise<void>, error: string): Promise<Check> {
  let result: Check = { status: "failing", error };
  const done = work().then(
    () => {
      result = { status: "ok" };
    },
    // What went wrong may hold an address with a password.
    () => {},
  );
  await within(PATIENCE_MS, done);
  return result;
}

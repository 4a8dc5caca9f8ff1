import type { ErasureReceipt } from "@cosmic/contract";
import { EraseAccount } from "@cosmic/contract/app";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { confirmPassword } from "../accounts/accounts.ts";
import { AppError } from "../errors.ts";
import { bodyReader } from "../http/input.ts";
import { type Erasing, erase } from "./erasure.ts";

const readErase = bodyReader(EraseAccount);

/** Longer than an erasure takes; what is not done by then is asked for with GET. */
const WAIT_MS = 20_000;

export interface MeRoutes {
  erasing: Erasing;
  exported: RequestHandler;
  /** Guards the password. */
  limitTries: RequestHandler;
}

/** `/api/me` */
export function meRoutes({ erasing, exported, limitTries }: MeRoutes): Router {
  const { sessions } = erasing;
  const router = Router();

  router.get("/export", exported);

  router.delete("/", limitTries, async (request, response) => {
    const { account } = await sessions.require(request);
    await confirmPassword(account, readErase(request).password, "/password");
    await sessions.endOthers(account.id, (await sessions.require(request)).tokenHash);
    await answer(request, response, await erase(erasing, account, WAIT_MS));
  });

  /** While it runs, and once more when it is done: that answer is the last one of the session. */
  router.get("/erasure", async (request, response) => {
    const { account } = await sessions.require(request);
    if (!account.erasingSince) throw new AppError("not_found", "This account is not being erased.");
    await answer(request, response, await erase(erasing, account, 0));
  });

  async function answer(request: Request, response: Response, receipt: ErasureReceipt): Promise<void> {
    if (receipt.state === "completed") await sessions.end(request);
    response.status(receipt.state === "completed" ? 200 : 202).json(receipt);
  }

  return router;
}

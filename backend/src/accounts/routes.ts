import { PasswordChange, SignIn, SignUp } from "@cosmic/contract/app";
import { type Request, Router } from "express";
import { normaliseEmail } from "../../../service/src/access/password.ts";
import { bodyReader } from "../http/input.ts";
import type { Store } from "../stores/store.ts";
import { changePassword, signIn, signUp, toAccount } from "./accounts.ts";
import type { createLimiters } from "./limits.ts";
import type { Sessions } from "./sessions.ts";

const readSignUp = bodyReader(SignUp);
const readSignIn = bodyReader(SignIn);
const readPasswordChange = bodyReader(PasswordChange);

export interface AccountRoutes {
  store: Store;
  sessions: Sessions;
  limiters: ReturnType<typeof createLimiters>;
}

/** `/api/auth` */
export function accountRoutes({ store, sessions, limiters }: AccountRoutes): Router {
  const router = Router();
  const signedIn = async (request: Request) => (await sessions.require(request)).account.id;

  router.post("/sign-up", limiters.signUp, async (request, response) => {
    const account = await signUp(store, readSignUp(request));
    await sessions.begin(request, account.id);
    response.status(201).json(toAccount(account));
  });

  const named = (request: Request) => normaliseEmail(readSignIn(request).email);
  router.post("/sign-in", limiters.signIn, limiters.password(named), async (request, response) => {
    const account = await signIn(store, readSignIn(request));
    // A session that was there before ends, so that signing in always gives a new token.
    await sessions.end(request);
    response.removeHeader("set-cookie");
    await sessions.begin(request, account.id);
    response.json(toAccount(account));
  });

  router.post("/sign-out", async (request, response) => {
    await sessions.end(request);
    response.status(204).end();
  });

  router.get("/session", async (request, response) => {
    const { account } = await sessions.require(request);
    response.json(toAccount(account));
  });

  router.post("/password", limiters.password(signedIn), async (request, response) => {
    const { account, tokenHash } = await sessions.require(request);
    await changePassword(store, account, readPasswordChange(request));
    await sessions.endOthers(account.id, tokenHash);
    response.status(204).end();
  });

  return router;
}

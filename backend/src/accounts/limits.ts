import { createHash } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { type Options, rateLimit } from "express-rate-limit";
import { AppError } from "../errors.ts";
import type { Limits } from "./default-limits.ts";

const MINUTE_MS = 60_000;

/** The guards of the routes where passwords can be guessed. */
export function createLimiters({ signUps, signIns, wrongPasswords }: Limits) {
  const wrong = { windowMs: 15 * MINUTE_MS, limit: wrongPasswords, skipSuccessfulRequests: true };
  return {
    signUp: limiter({ windowMs: 60 * MINUTE_MS, limit: signUps }),
    signIn: limiter({ windowMs: 15 * MINUTE_MS, limit: signIns }),
    /** @param accountOf names the account, whether there is one or not */
    password: (accountOf: (request: Request) => string | Promise<string>) =>
      limiter({ ...wrong, keyGenerator: async (request) => hash(await accountOf(request)) }),
  };
}

function limiter(options: Partial<Options>): RequestHandler {
  return rateLimit({
    ...options,
    standardHeaders: false,
    legacyHeaders: false,
    // Its warnings about proxies go to the console; TRUST_PROXY is explained where it is read.
    validate: false,
    handler: (request, _response, next) => {
      next(
        new AppError("too_many_tries", "Too many tries. Wait a while, then try again.", secondsOf(request)),
      );
    },
  });
}

function secondsOf(request: Request): { retryAfter: number } {
  const limit: unknown = Reflect.get(request, "rateLimit");
  const resetTime =
    typeof limit === "object" && limit !== null && "resetTime" in limit ? limit.resetTime : undefined;
  const ms = resetTime instanceof Date ? resetTime.getTime() - Date.now() : 15 * MINUTE_MS;
  return { retryAfter: Math.max(1, Math.ceil(ms / 1000)) };
}

/** No addresses of users in memory longer than their requests. */
const hash = (account: string) => createHash("sha256").update(account).digest("base64url");

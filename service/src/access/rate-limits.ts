import rateLimit, { normalizeIP } from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import type { Server } from "../http/server.ts";

declare module "fastify" {
  interface FastifyInstance {
    limits: RateLimits;
  }
}

/** Each throws `rate_limited` or `too_many_tries` with the seconds to wait. */
export interface RateLimits {
  /** For whoever is known by a key or token. */
  request(request: FastifyRequest): Promise<void>;
  /** For an address, whoever it is. */
  signIn(request: FastifyRequest): Promise<void>;
}

const MINUTE_MS = 60_000;

/**
 * Counts requests of each key and each user: in this process, or, where the queue is in Redis, there for all processes.
 * While Redis is away nothing is counted and nobody is refused for it.
 */
export async function addRateLimits(app: Server, { config }: Pick<Context, "config">): Promise<void> {
  const { limits } = config.access;
  const redis = config.queue.kind === "redis" ? await connect(config.queue.url) : undefined;
  if (redis) app.addHook("onClose", async () => redis.disconnect());
  const shared =
    redis && config.queue.kind === "redis" ? { redis, nameSpace: `${config.queue.prefix}:limits:` } : {};
  await app.register(rateLimit, { global: false, skipOnError: true, ...shared });

  const limiter = (max: number, timeWindow: number, keyGenerator: (request: FastifyRequest) => string) =>
    max === 0 ? undefined : app.createRateLimit({ max, timeWindow, keyGenerator });
  const ofKind = ({ principal }: FastifyRequest) => `${principal?.kind}:${principal?.id}`;
  const byKind = {
    key: limiter(limits.key, MINUTE_MS, ofKind),
    user: limiter(limits.user, MINUTE_MS, ofKind),
    ...{ local: undefined, program: undefined, admin: undefined },
  };
  const signIns = limiter(limits.signIns, 15 * MINUTE_MS, ({ ip }) => `address:${normalizeIP(ip)}`);

  app.decorate("limits", {
    async request(request) {
      const outcome = request.principal && (await byKind[request.principal.kind]?.(request));
      if (!outcome || outcome.isAllowed || !outcome.isExceeded) return;
      const message = "These credentials ask too often. Wait, then go on more slowly.";
      throw new CosmicError("rate_limited", message, { retryAfter: Math.max(1, outcome.ttlInSeconds) });
    },
    async signIn(request) {
      const outcome = await signIns?.(request);
      if (!outcome || outcome.isAllowed || !outcome.isExceeded) return;
      const message = "Too many tries to sign in from this address. Wait a while, then try again.";
      throw new CosmicError("too_many_tries", message, { retryAfter: Math.max(1, outcome.ttlInSeconds) });
    },
  });
}

/** Loaded by those who use it. Counting must hold up no request for long. */
async function connect(url: string) {
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, { maxRetriesPerRequest: 0, connectTimeout: 1_000, commandTimeout: 500 });
  // The queue, which has the same server, tells of its faults.
  redis.on("error", () => {});
  return redis;
}

import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import express, { type Express, type Request, Router } from "express";
import { listen } from "../../service/src/http/listen.ts";
import { closesPromptly } from "../../service/src/http/prompt-close.ts";
import { DEFAULT_LIMITS, type Limits } from "./accounts/default-limits.ts";
import { createLimiters } from "./accounts/limits.ts";
import { accountRoutes } from "./accounts/routes.ts";
import { createSessions } from "./accounts/sessions.ts";
import { AppError } from "./errors.ts";
import { createEventsProxy } from "./events/proxy.ts";
import { alive, healthRoutes } from "./health/routes.ts";
import { securityHeaders } from "./http/headers.ts";
import { nothingHere, problemSender } from "./http/problems.ts";
import { refuseOtherOrigins } from "./http/same-origin.ts";
import { exportHandler, insightsRouter } from "./insights-router.ts";
import { startPush } from "./journal/push.ts";
import { journalRoutes } from "./journal/routes.ts";
import type { Log } from "./log.ts";
import { resumeErasures } from "./me/resume-erasures.ts";
import { meRoutes } from "./me/routes.ts";
import { sampleRoutes } from "./sample/routes.ts";
import type { SampleEntries } from "./sample/sample-entries.ts";
import { connectService } from "./service/service.ts";
import type { Store } from "./stores/store.ts";
import { webApp } from "./web/web-app.ts";

export interface BackendOptions {
  /** Prepared; it stays with its owner, who closes it. */
  store: Store;
  /** Where the service answers, such as `http://127.0.0.1:8000`. */
  serviceUrl: string;
  /** An API key of the service, with all scopes but `admin`; needed where the service asks who is there. */
  serviceKey?: string | undefined;
  /** The built web app. */
  webFolder: string;
  sampleEntries: SampleEntries;
  log: Log;
  /** Days after which a session ends that is not used. */
  sessionDays?: number;
  /** Proxies that are believed: how many there are in front, or their addresses. None by default. */
  trustProxy?: number | string[];
  limits?: Limits;
}

export interface Backend extends AsyncDisposable {
  /** For a server of one's own, together with `upgrade`. */
  handler: Express;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * @param where `setting` names the variable of the port, for the advice if it cannot be had
   * @returns the address, such as `http://127.0.0.1:5000`
   * @throws CosmicError `invalid_configuration`
   */
  listen(where: { host: string; port: number; setting?: string }): Promise<string>;
}

/** The longest text in JSON, all of it escaped, has room in this. */
const LONGEST_BODY = "4mb";
const LONGEST_ACCOUNT_BODY = "16kb";
const HOUR_MS = 3_600_000;
/** Requests that run when the backend stops, and WebSockets, get so long to end. */
const STOP_MS = 3_000;

/** Puts the backend together. Nothing listens yet. */
export function createBackend(options: BackendOptions): Backend {
  const { store, serviceUrl, serviceKey, log } = options;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", options.trustProxy ?? false);
  const trust: (address: string, hops: number) => boolean = app.get("trust proxy fn");
  const trustsProxy = (address: string) => trust(address, 0);

  const service = connectService(serviceUrl, serviceKey);
  const sessions = createSessions({ store, days: options.sessionDays ?? 30 });
  const limiters = createLimiters(options.limits ?? DEFAULT_LIMITS);
  const push = startPush(service, log);
  const events = createEventsProxy({ service, sessions, trustsProxy, log });
  const erasing = { store, sessions, service, log };
  const resumed = resumeErasures(erasing);
  const clearing = setInterval(clearSessions, HOUR_MS).unref();

  const reader = async (request: Request) => (await sessions.require(request)).account.id;
  const writer = async (request: Request) => {
    const { account } = await sessions.require(request);
    if (!account.erasingSince) return account.id;
    throw new AppError("account_erasing", "This account is being erased, so nothing can be written in it.");
  };
  const identify = async (request: Request) => (await sessions.find(request))?.account.id;
  const insights = { serviceUrl, serviceKey, source: store.source, identify, log };
  const { journal } = store;
  const shared = { journal, push, reader, writer };

  const api = Router();
  api.use((_request, response, next) => {
    response.set("cache-control", "no-store");
    next();
  });
  api.use(refuseOtherOrigins(trustsProxy));
  api.use(
    "/auth",
    express.json({ limit: LONGEST_ACCOUNT_BODY }),
    accountRoutes({ store, sessions, limiters }),
  );
  const exported = exportHandler(insights);
  const limitTries = limiters.password(reader);
  api.use("/me", express.json({ limit: LONGEST_ACCOUNT_BODY }), meRoutes({ erasing, exported, limitTries }));
  const views = { service, source: store.source, log };
  api.use("/journal", express.json({ limit: LONGEST_BODY }), journalRoutes({ ...shared, views }));
  api.use("/sample", sampleRoutes({ ...shared, sampleEntries: options.sampleEntries }));
  api.use("/insights", insightsRouter(insights));
  api.use(nothingHere);

  app.use(securityHeaders);
  app.get("/livez", alive);
  app.use("/health", healthRoutes(store, service));
  app.use("/api", api);
  app.use(webApp(options.webFolder));
  app.use(nothingHere);
  app.use(problemSender(log));

  const server = createServer(app);
  const closeSoon = closesPromptly(server, STOP_MS);
  server.on("upgrade", events.upgrade);

  function clearSessions(): void {
    sessions
      .clearExpired()
      .catch((error: unknown) => log.warn({ err: error }, "old sessions could not be removed"));
  }

  return {
    handler: app,
    upgrade: events.upgrade,

    listen: (where) =>
      listen(
        {
          listen: ({ host, port }) =>
            new Promise((resolve, reject) => {
              server.once("error", reject);
              server.listen(port, host, () => resolve(addressOf(server.address(), host)));
            }),
        },
        where,
        where.setting ?? "PORT",
      ),

    async [Symbol.asyncDispose]() {
      clearInterval(clearing);
      resumed[Symbol.dispose]();
      events.close();
      const closed = new Promise((resolve) => server.close(resolve));
      closeSoon();
      await closed;
      await push[Symbol.asyncDispose]();
    },
  };
}

function addressOf(address: ReturnType<ReturnType<typeof createServer>["address"]>, host: string): string {
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

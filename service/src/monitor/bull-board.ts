import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import { everyones, needs } from "../access/route-access.ts";
import { sendProblem } from "../http/problems.ts";
import { setSecurityHeaders } from "../http/security-headers.ts";
import type { Server } from "../http/server.ts";
import type { BullMqConfig } from "../ports/queue/bullmq/config.ts";
import type { Queue } from "../ports/queue/queue.ts";
import { openBoardQueues } from "./board-queues.ts";

const PREFIX = "/bull";

/**
 * Puts Bull Board over the queues in Redis under `/bull/`. It only shows: a job that it changed would go past the
 * queue port, which keeps more about a job than BullMQ does. To be imported only where the queue is in Redis: these
 * libraries take time to load.
 */
export async function mountBullBoard(app: Server, config: BullMqConfig, queue: Queue): Promise<void> {
  const boardQueues = openBoardQueues(config, queue);
  app.addHook("onClose", () => boardQueues.close());
  const serverAdapter = new FastifyAdapter().setBasePath(PREFIX);
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: {
      uiConfig: { boardTitle: "Bull Board", hideDocsLink: true, miscLinks: [BACK], favIcon: ICONS },
    },
  });
  await app.register(
    async (scope) => {
      scope.addHook("onRoute", (route) => {
        route.config = { ...route.config, ...needs("admin", everyones) };
      });
      scope.addHook("onRequest", async (request, reply) => {
        setSecurityHeaders(reply, "bullBoard");
        if (!request.url.startsWith(`${PREFIX}/api/`)) return;
        // Kinds of job may have come since the last look.
        try {
          board.replaceQueues((await boardQueues.read()).map((it) => new BullMQAdapter(it, LOOK_ONLY)));
        } catch (error) {
          // Told here, because the plugin's own error handler knows no fault of ours.
          return sendProblem(error instanceof Error ? error : new Error(String(error)), request, reply);
        }
      });
      await scope.register(serverAdapter.registerPlugin());
    },
    { prefix: PREFIX },
  );
}

const LOOK_ONLY = { readOnlyMode: true, allowRetries: false };
const BACK = { text: "Job monitor", url: "/" };
const ICONS = { default: "static/images/logo.svg", alternative: "static/favicon-32x32.png" };

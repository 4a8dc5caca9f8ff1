import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { packBackup } from "./pack.ts";
import { takeBackup } from "./take.ts";

/** Vectors hardly get smaller, and the cores have other things to do. */
const COMPRESSION = 1;

export function backupRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/backup/`,
    {
      config: needs("admin", everyones, { audited: true }),
      schema: {
        tags: ["backup"],
        summary: "All that this process keeps, as one file",
        description:
          "Of the embedded mode: database, search index and objects as they are at one moment, as a gzipped tar archive that `cosmic restore` reads. It holds the texts of all users. Where the database is on a server: 409 backup_unsupported.",
        response: responses({ 200: Type.String() }),
      },
    },
    async (_request, reply) => {
      const backup = await takeBackup(context);
      const compressed = pipeline(packBackup(backup), createGzip({ level: COMPRESSION }), (fault) => {
        if (fault) context.log.warn({ err: fault }, "a backup was not sent whole");
        void backup[Symbol.asyncDispose]();
      });
      const answer: FastifyReply = reply;
      return answer
        .type("application/gzip")
        .header("content-disposition", 'attachment; filename="cosmic-backup.tar.gz"')
        .header("cache-control", "no-store")
        .send(compressed);
    },
  );
}

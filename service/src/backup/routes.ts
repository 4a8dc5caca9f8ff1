import { join } from "node:path";
import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import { packTar } from "modern-tar/fs";
import { Type } from "typebox";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { MANIFEST } from "./manifest.ts";
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
      const archive = packTar([
        { type: "file", source: join(backup.folder, MANIFEST), target: MANIFEST },
        ...backup.parts.map((part) => ({
          type: "directory" as const,
          source: join(backup.folder, part),
          target: part,
        })),
      ]);
      const compressed = pipeline(archive, createGzip({ level: COMPRESSION }), (fault) => {
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

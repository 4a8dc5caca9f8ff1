import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { fileAs, responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { packBackup } from "./pack.ts";
import { type TakenBackup, takeBackup } from "./take.ts";

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
        response: responses({ 200: fileAs("application/gzip") }),
      },
    },
    async (_request, reply) => {
      const compressed = Readable.from(sendAndRemove(context, await takeBackup(context)), {
        objectMode: false,
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

/** The answer does not end before the backup is removed: whoever has it may ask for the next at once. */
async function* sendAndRemove({ log }: Context, backup: TakenBackup): AsyncGenerator<Buffer> {
  await using _ = backup;
  const compressed = createGzip({ level: COMPRESSION });
  pipeline(packBackup(backup), compressed, (fault) => {
    if (fault) log.warn({ err: fault }, "a backup was not sent whole");
  });
  yield* compressed;
}

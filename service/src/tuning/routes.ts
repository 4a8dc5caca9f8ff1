import { ModelIndex, TuningCreate, TuningList, TuningQuery, TuningRun } from "@cosmic/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { fileAs, responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { toModelIndex } from "../models/index-rows.ts";
import { activateAdapter } from "./activate-adapter.ts";
import { createTuning } from "./create-tuning.ts";
import { cancelTuning, deleteTuning } from "./end-tuning.ts";
import { CARD, openTuningFile } from "./tuning-files.ts";
import { getTuning, listTuning, readTuning } from "./tuning-rows.ts";

const tags = ["tuning"];
const params = Type.Object({ id: Type.String() });
const TUNING = `${API}/tuning`;

const operators = needs("admin", everyones);

export function tuningRoutes(app: Server, context: Context): void {
  addReading(app, context);
  addFiles(app, context);
  app.post(
    `${TUNING}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Learn an adapter from pairs, in the background",
        description:
          "It changes the vectors of queries only, so that no document is embedded again. Whether it is any better than its base is measured on pairs that are held out.",
        body: TuningCreate,
        response: responses({ 202: TuningRun }),
      },
    },
    async (request, reply) => {
      const run = await createTuning(context, request.body);
      reply.status(202).header("location", `${TUNING}/${run.id}/`);
      return run;
    },
  );

  app.post(
    `${TUNING}/:id/cancel/`,
    {
      config: operators,
      schema: { tags, summary: "Cancel a run", params, response: responses({ 202: TuningRun }) },
    },
    async (request, reply) => {
      await cancelTuning(context, request.params.id);
      reply.status(202);
      return getTuning(context, request.params.id);
    },
  );

  app.post(
    `${TUNING}/:id/activate/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Let the queries of all searches go through the adapter",
        description:
          "409 no_gain unless it is better than its base by more than the interval. POST models/rollback/ takes it back.",
        params,
        response: responses({ 200: ModelIndex }),
      },
    },
    async (request) => toModelIndex(await activateAdapter(context, request.params.id)),
  );

  app.delete(
    `${TUNING}/:id/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Delete a run that has ended, with its checkpoint and card",
        params,
        response: responses({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await deleteTuning(context, request.params.id);
      return reply.status(204).send(null);
    },
  );
}

function addReading(app: Server, context: Context): void {
  app.get(
    `${TUNING}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "List runs, newest first",
        querystring: TuningQuery,
        response: responses({ 200: TuningList }),
      },
    },
    (request) => listTuning(context, request.query, request.url),
  );

  app.get(
    `${TUNING}/:id/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Get a run with its loss curve, its figures and the verdict",
        params,
        response: responses({ 200: TuningRun }),
      },
    },
    (request) => getTuning(context, request.params.id),
  );
}

function addFiles(app: Server, context: Context): void {
  app.get(
    `${TUNING}/:id/files/:name`,
    {
      config: operators,
      schema: {
        tags,
        summary: "The checkpoint (adapter.safetensors) or the card (README.md)",
        params: Type.Object({ id: Type.String(), name: Type.String() }),
        response: responses({ 200: fileAs("application/octet-stream", "text/markdown") }),
      },
    },
    async (request, reply) => {
      const { id, name } = request.params;
      const run = await readTuning(context.database.orm, id);
      const content = run.state === "completed" ? await openTuningFile(context, run.id, name) : undefined;
      if (!content) throw new CosmicError("artefact_not_found", `Run ${id} has no file "${name}".`);
      // Not held to the schema by its type: it is sent as it is read.
      const answer: FastifyReply = reply;
      return answer
        .type(name === CARD ? "text/markdown; charset=utf-8" : "application/octet-stream")
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(content);
    },
  );
}

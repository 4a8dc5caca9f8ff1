import {
  CompareExperimentsQuery,
  Experiment,
  ExperimentComparison,
  ExperimentCreate,
  ExperimentList,
  ExperimentQuery,
} from "@cosmic/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { fileAs, responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { openArtefact } from "./artefacts.ts";
import { compareExperiments } from "./compare-experiments.ts";
import { createExperiment } from "./create-experiment.ts";
import { cancelExperiment, deleteExperiment } from "./end-experiment.ts";
import { getExperiment, listExperiments, readExperiment } from "./experiment-rows.ts";

const tags = ["experiments"];
const params = Type.Object({ id: Type.String() });
const EXPERIMENTS = `${API}/experiments`;

const operators = needs("admin", everyones);

export function experimentRoutes(app: Server, context: Context): void {
  addReading(app, context);
  app.post(
    `${EXPERIMENTS}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Measure a model on a dataset, in the background",
        body: ExperimentCreate,
        response: responses({ 201: Experiment }),
      },
    },
    async (request, reply) => {
      const experiment = await createExperiment(context, request.body);
      reply.status(201).header("location", `${EXPERIMENTS}/${experiment.id}/`);
      return experiment;
    },
  );

  app.post(
    `${EXPERIMENTS}/:id/cancel/`,
    {
      config: operators,
      schema: { tags, summary: "Cancel an experiment", params, response: responses({ 202: Experiment }) },
    },
    async (request, reply) => {
      await cancelExperiment(context, request.params.id);
      reply.status(202);
      return getExperiment(context, request.params.id);
    },
  );

  app.delete(
    `${EXPERIMENTS}/:id/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Delete an experiment that has ended, with its artefact",
        params,
        response: responses({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await deleteExperiment(context, request.params.id);
      return reply.status(204).send(null);
    },
  );
}

function addReading(app: Server, context: Context): void {
  app.get(
    `${EXPERIMENTS}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "List experiments, newest first",
        querystring: ExperimentQuery,
        response: responses({ 200: ExperimentList }),
      },
    },
    (request) => listExperiments(context, request.query, request.url),
  );

  app.get(
    `${EXPERIMENTS}/:id/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Get an experiment with its figures",
        params,
        response: responses({ 200: Experiment }),
      },
    },
    (request) => getExperiment(context, request.params.id),
  );

  app.get(
    `${EXPERIMENTS}/:id/compare/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "What a run gives more or less than another on the same dataset",
        params,
        querystring: CompareExperimentsQuery,
        response: responses({ 200: ExperimentComparison }),
      },
    },
    (request) => compareExperiments(context, request.params.id, request.query.with),
  );

  app.get(
    `${EXPERIMENTS}/:id/artefacts/:name`,
    {
      config: operators,
      schema: {
        tags,
        summary: "What was measured, item by item, as JSONL",
        params: Type.Object({ id: Type.String(), name: Type.String() }),
        response: responses({ 200: fileAs("application/x-ndjson") }),
      },
    },
    async (request, reply) => {
      const { id, name } = request.params;
      const experiment = await readExperiment(context.database.orm, id);
      const content = await openArtefact(context, experiment, name);
      // Not held to the schema by its type: it is sent as it is read.
      const answer: FastifyReply = reply;
      return answer
        .type("application/x-ndjson; charset=utf-8")
        .header("content-disposition", `attachment; filename="${experiment.kind}-${id}.jsonl"`)
        .send(content);
    },
  );
}

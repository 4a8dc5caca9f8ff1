import {
  BuildIndex,
  CompareIndexes,
  IndexComparison,
  IndexPreview,
  IndexPreviewQuery,
  ModelIndex,
  ModelIndexList,
  RecreatedIndex,
} from "@cosmic/contract";
import { Type } from "typebox";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { activateIndex, rollBack } from "./activate-index.ts";
import { dropIndex, pauseBuild, resumeBuild, startBuild } from "./change-build.ts";
import { compareIndexes } from "./compare-indexes.ts";
import { type IndexRow, readIndex, readIndexes, toModelIndex } from "./index-rows.ts";
import { previewIndex } from "./preview-index.ts";
import { recreateIndex } from "./recreate-index.ts";

const tags = ["models"];
const operators = needs("admin", everyones);
const params = Type.Object({ id: Type.String() });
const INDEXES = `${API}/models/indexes`;

export function modelRoutes(app: Server, context: Context): void {
  app.post(
    `${API}/models/recreate_index/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Build the search index again from the documents",
        description: "Until it is full, searches find less.",
        response: responses({ 202: RecreatedIndex }),
      },
    },
    async (_request, reply) => {
      reply.status(202);
      return recreateIndex(context);
    },
  );
  addReading(app, context);
  addBuilding(app, context);
  addActions(app, context);
}

function addReading(app: Server, context: Context): void {
  app.get(
    `${INDEXES}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "List the indexes, newest first",
        response: responses({ 200: ModelIndexList }),
      },
    },
    async () => {
      const results = (await readIndexes(context.database.orm)).map(toModelIndex);
      return { count: results.length, results };
    },
  );
  app.get(
    `${INDEXES}/preview/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "What building an index would take: passages, tokens, cost, time",
        description:
          "Estimated from some of the documents; no text is sent to a provider and nothing is written.",
        querystring: IndexPreviewQuery,
        response: responses({ 200: IndexPreview }),
      },
    },
    (request) => previewIndex(context, request.query),
  );
  app.get(
    `${INDEXES}/:id/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Get an index with its progress",
        params,
        response: responses({ 200: ModelIndex }),
      },
    },
    async (request) => toModelIndex(await readIndex(context.database.orm, request.params.id)),
  );
  app.post(
    `${INDEXES}/:id/compare/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Ask two indexes the same and compare what they answer",
        params,
        body: CompareIndexes,
        response: responses({ 200: IndexComparison }),
      },
    },
    (request) => compareIndexes(context, request.params.id, request.body),
  );
}

function addBuilding(app: Server, context: Context): void {
  app.post(
    `${INDEXES}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Build an index for a model in the background",
        description: "Searches are answered by the active one until the new one is activated.",
        body: BuildIndex,
        response: responses({ 202: ModelIndex }),
      },
    },
    async (request, reply) => {
      const row = await startBuild(context, request.body);
      reply.status(202);
      return toModelIndex(row);
    },
  );
  app.delete(
    `${INDEXES}/:id/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Drop an index that is not active",
        params,
        response: responses({ 200: ModelIndex }),
      },
    },
    async (request) => toModelIndex(await dropIndex(context, request.params.id)),
  );
}

function addActions(app: Server, context: Context): void {
  const actions: [path: string, summary: string, act: (context: Context, id: string) => Promise<IndexRow>][] =
    [
      ["activate", "Let an index that is ready answer searches", activateIndex],
      ["pause", "Pause the building of an index", pauseBuild],
      ["resume", "Go on building an index", resumeBuild],
    ];
  for (const [path, summary, act] of actions) {
    app.post(
      `${INDEXES}/:id/${path}/`,
      {
        config: operators,
        schema: { tags, summary, params, response: responses({ 200: ModelIndex }) },
      },
      async (request) => toModelIndex(await act(context, request.params.id)),
    );
  }
  app.post(
    `${API}/models/rollback/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Let the index that was active before answer searches again",
        response: responses({ 200: ModelIndex }),
      },
    },
    async () => toModelIndex(await rollBack(context)),
  );
}

import { Dataset, DatasetFiles, DatasetList, DatasetQuery, DatasetUpload } from "@cosmic/contract";
import "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { everyones, needs } from "../../access/route-access.ts";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { responses } from "../../http/responses.ts";
import { API, type Server } from "../../http/server.ts";
import { validatorCompiler } from "../../http/validation.ts";
import { listDatasets, readDataset, toDataset } from "./dataset-rows.ts";
import { deleteDataset } from "./delete-dataset.ts";
import { type Part, tooLarge, uploadDataset } from "./upload.ts";

const tags = ["experiments"];
const params = Type.Object({ id: Type.String() });
const DATASETS = `${API}/experiments/datasets`;

const operators = needs("admin", everyones);

export function datasetRoutes(app: Server, context: Context): void {
  app.post(
    `${DATASETS}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Upload a dataset",
        description:
          "As multipart/form-data. retrieval: corpus, queries and qrels in BEIR's layout; similarity: pairs, JSONL of {text_a, text_b, score}; clustering: texts, JSONL of {text, label}; pairs: pairs, JSONL of {query, document} or {anchor, positive}, each with or without a negative. Every line is checked; a fault names file and line.",
        consumes: ["multipart/form-data"],
        querystring: DatasetUpload,
        body: DatasetFiles,
        response: responses({ 201: Dataset }),
      },
      // The files are checked as they are read, and never held as a body.
      validatorCompiler: (route) =>
        route.httpPart === "body" ? (value: unknown) => ({ value }) : validatorCompiler(route),
    },
    async (request, reply) => {
      const row = await uploadDataset(context, request.query, partsOf(request, context)).catch(
        (cause: unknown) => {
          if (!request.raw.readableAborted) throw cause;
          throw new CosmicError("bad_request", "The upload broke off.", { cause });
        },
      );
      reply.status(201).header("location", `${DATASETS}/${row.id}/`);
      return toDataset(row);
    },
  );

  app.get(
    `${DATASETS}/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "List datasets, newest first",
        querystring: DatasetQuery,
        response: responses({ 200: DatasetList }),
      },
    },
    (request) => listDatasets(context, request.query, request.url),
  );

  app.get(
    `${DATASETS}/:id/`,
    {
      config: operators,
      schema: { tags, summary: "Get a dataset", params, response: responses({ 200: Dataset }) },
    },
    async (request) => toDataset(await readDataset(context, request.params.id)),
  );

  app.delete(
    `${DATASETS}/:id/`,
    {
      config: operators,
      schema: {
        tags,
        summary: "Delete a dataset that no experiment uses",
        params,
        response: responses({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await deleteDataset(context, request.params.id);
      return reply.status(204).send(null);
    },
  );
}

/** @throws CosmicError `unsupported_media_type`, `dataset_too_large` where the request says so itself */
async function* partsOf(request: FastifyRequest, { config }: Context): AsyncGenerator<Part> {
  if (!request.isMultipart()) {
    throw new CosmicError(
      "unsupported_media_type",
      "Send the files as multipart/form-data: curl -F corpus=@corpus.jsonl -F queries=@queries.jsonl -F qrels=@qrels.tsv",
    );
  }
  const limit = config.experiments.maxDatasetBytes;
  if (Number(request.headers["content-length"] ?? 0) > limit + OVERHEAD) throw tooLarge(limit);
  const parts = request.parts({ isPartAFile: () => true, limits: { fileSize: Number.POSITIVE_INFINITY } });
  for await (const part of asSent(parts)) {
    if (part.type === "file") yield { name: part.fieldname, content: asSent<Buffer>(part.file) };
  }
}

/** Whatever goes wrong with what is sent was sent wrong. */
async function* asSent<T>(sent: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* sent;
  } catch (cause) {
    const message = "The body is not the multipart/form-data that its header says, or breaks off.";
    throw new CosmicError("bad_request", message, { cause });
  }
}

/** Bytes of what stands between the files. */
const OVERHEAD = 10_000;

import * as contract from "@cosmic/contract";
import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { describeAccess, SECURITY_SCHEMES } from "../access/openapi.ts";
import { VERSION } from "../version.ts";
import { isRecord } from "./is-record.ts";

/** How the routes' schemas become the OpenAPI document. */
export const openApiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Cosmic Insights",
      version: VERSION,
      description: "Embeddings, semantic search and insight over what people write about their lives.",
      license: { name: "MIT", identifier: "MIT" },
    },
    components: { securitySchemes: SECURITY_SCHEMES },
    tags: [
      { name: "documents", description: "Texts of users, embedded in the background" },
      { name: "embeddings", description: "Which passage of a document has which vector" },
      { name: "search", description: "Find documents by meaning and by word" },
      { name: "insights", description: "What the documents of a user say together" },
      { name: "patterns", description: "Themes of a user: what comes up again and again" },
      { name: "users", description: "Take everything of a user along, or erase it" },
      { name: "sync", description: "Read the journal" },
      { name: "models", description: "Models and the indexes of their vectors" },
      { name: "experiments", description: "How good a model is, measured on a dataset" },
      { name: "tuning", description: "Adapters learned from pairs, over the model there is" },
      { name: "jobs", description: "Work in the background" },
      { name: "settings", description: "The configuration as it is in effect" },
      { name: "access", description: "Keys, admins, and who did what" },
      { name: "events", description: "What happens, as it happens" },
      { name: "backup", description: "What the embedded mode keeps, as one file" },
      { name: "health", description: "What runs and what does not" },
    ],
  },
  // Schemas that have a name stand once among the components, and the generated types have names too.
  refResolver: { buildLocalReference: (schema, _base, _fragment, i) => String(schema.$id ?? `Schema${i}`) },
  transform: ({ schema, url, route }) => {
    const { body, response } = schema;
    const named = {
      ...schema,
      ...describeAccess(route.config?.access),
      ...(body === undefined ? {} : { body: byName(body) }),
      ...(isRecord(response)
        ? {
            response: Object.fromEntries(
              Object.entries(response).map(([code, it]) => [code, answer(code, it)]),
            ),
          }
        : {}),
    };
    return { schema: named, url };
  },
};

const exported: unknown[] = Object.values(contract);

/** The schemas of the contract that have a name. */
export const namedSchemas = exported.filter(hasName);

const DESCRIPTIONS: Record<string, string> = {
  "101": "A WebSocket; each message is one of these as JSON",
  "200": "Done",
  "201": "Created",
  "202": "Accepted; the work goes on in the background",
  "204": "Gone",
  "4xx": "The request is wrong; `code` and `field` say how",
  "503": "A dependency is down",
  "5xx": "The service cannot do it now",
};

function answer(code: string, schema: unknown): unknown {
  const description = DESCRIPTIONS[code] ?? "";
  const type = schema === contract.Problem ? "application/problem+json" : "application/json";
  if (code === "204") return { description, type: "null" };
  if (isRecord(schema) && isRecord(schema.content)) {
    const types = Object.entries(schema.content).filter((it): it is [string, { schema: unknown }] =>
      isRecord(it[1]),
    );
    return {
      description,
      content: Object.fromEntries(types.map(([name, it]) => [name, { schema: byName(it.schema) }])),
    };
  }
  return { description, content: { [type]: { schema: byName(schema) } } };
}

function byName(schema: unknown): unknown {
  return hasName(schema) ? { $ref: `${String(schema.$id)}#` } : schema;
}

function hasName(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && typeof value.$id === "string";
}

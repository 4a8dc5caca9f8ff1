import {
  JournalEntryCreate,
  JournalEntryPatch,
  type JournalEntryView,
  type JournalList,
  JournalQuery,
} from "@cosmic/contract/app";
import { type Request, type Response, Router } from "express";
import { AppError } from "../errors.ts";
import { bodyReader, queryReader } from "../http/input.ts";
import type { Entry, Journal } from "../stores/journal.ts";
import { changeEntry, createEntry, deleteEntry, getEntry, toMoment } from "./entries.ts";
import { listEntries } from "./list.ts";
import type { Push } from "./push.ts";
import { toViews, type ViewOptions } from "./views.ts";

const readCreate = bodyReader(JournalEntryCreate);
const readPatch = bodyReader(JournalEntryPatch);
const readQuery = queryReader(JournalQuery);

export interface JournalRoutes {
  journal: Journal;
  views: ViewOptions;
  push: Push;
  /** Id of the user who asks. */
  reader(request: Request): Promise<string>;
  /** The same, if they may write. */
  writer(request: Request): Promise<string>;
}

/** `/api/journal` */
export function journalRoutes({ journal, views, push, reader, writer }: JournalRoutes): Router {
  const router = Router();

  async function show(response: Response, entry: Entry): Promise<void> {
    const [view] = await toViews(views, [entry]);
    if (view) response.set("etag", `"${view.updated_at}"`).json(view satisfies JournalEntryView);
  }

  router.get("/", async (request, response) => {
    const page = await listEntries(journal, await reader(request), readQuery(request), request.originalUrl);
    const list: JournalList = { ...page, results: await toViews(views, page.results) };
    response.json(list);
  });

  router.post("/", async (request, response) => {
    const entry = await createEntry(journal, await writer(request), readCreate(request));
    push.tell([entry.id]);
    response.status(201).location(`${request.baseUrl}/${entry.id}`);
    await show(response, entry);
  });

  router.get("/vocabulary", async (request, response) => {
    response.json(await journal.vocabulary(await reader(request)));
  });

  router.get("/:id", async (request, response) => {
    await show(response, await getEntry(journal, await reader(request), request.params.id));
  });

  router.patch("/:id", async (request, response) => {
    const userId = await writer(request);
    const patch = readPatch(request);
    const entry = await changeEntry(journal, userId, request.params.id, patch, versionOf(request, patch));
    push.tell([entry.id]);
    await show(response, entry);
  });

  router.delete("/:id", async (request, response) => {
    await deleteEntry(journal, await writer(request), request.params.id);
    push.tell([request.params.id]);
    response.status(204).end();
  });

  return router;
}

/** The version that a change was made to, as the header or the body names it. */
function versionOf(request: Request, { updated_at: named }: JournalEntryPatch): Date | undefined {
  const header = request.get("if-match");
  if (header !== undefined && header !== "*") {
    const tag = /^(?:W\/)?"(?<moment>[^"]+)"$/.exec(header)?.groups?.moment;
    const moment = new Date(tag ?? "");
    if (!Number.isNaN(moment.getTime())) return moment;
    throw new AppError("entry_changed", "If-Match is not the ETag of any version of an entry.");
  }
  return named === undefined ? undefined : toMoment(named, "/updated_at");
}

import { parentPort, workerData } from "node:worker_threads";
import { createAnalyser } from "../lexical/analyse.ts";
import { parseSettings } from "./call-message.ts";
import type { ReaderCalls } from "./calls.ts";
import { listIndexPaths } from "./index-files.ts";
import { IndexReader } from "./index-reader.ts";
import { openIndexFile } from "./open-file.ts";
import { OpenIndexes } from "./open-indexes.ts";
import { serveCalls } from "./serve-calls.ts";

/** Answers all but the dense leg, beside the writer: each call sees what was committed when it began. */
const { folder } = parseSettings(workerData);
const analyser = createAnalyser();
const indexes = new OpenIndexes(folder, (path) => new IndexReader(openIndexFile(path, "read"), analyser));

const calls: ReaderCalls = {
  searchLexical: (indexId, query) => indexes.use(indexId, (index) => index.searchLexical(query)),
  vectors: (indexId, documentIds) => indexes.use(indexId, (index) => index.vectors(documentIds)),
  listDocuments: (indexId, page) => indexes.use(indexId, (index) => index.listDocuments(page)),
  describe: (indexId) => indexes.use(indexId, (index) => index.describe()),
  countUser: (userId) => {
    const counts = listIndexPaths(folder).map((path) =>
      indexes.useFile(path, "A search index", (index) => index.countUser(userId)),
    );
    return {
      documents: counts.reduce((sum, { documents }) => sum + documents, 0),
      passages: counts.reduce((sum, { passages }) => sum + passages, 0),
    };
  },
  forget: (indexId) => indexes.forget(indexId),
  close: () => indexes.close(),
};

if (parentPort) serveCalls(parentPort, calls);

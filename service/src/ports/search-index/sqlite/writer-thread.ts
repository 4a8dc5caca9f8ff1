import { parentPort, workerData } from "node:worker_threads";
import { createAnalyser } from "../lexical/analyse.ts";
import { parseSettings } from "./call-message.ts";
import type { WriterCalls } from "./calls.ts";
import { toCosmicError } from "./faults.ts";
import { copyIndexFiles, deleteIndexFiles, indexPath, listIndexPaths } from "./index-files.ts";
import { IndexWriter } from "./index-writer.ts";
import { createIndexFile, openIndexFile } from "./open-file.ts";
import { OpenIndexes } from "./open-indexes.ts";
import { serveCalls } from "./serve-calls.ts";

/** The only thread that writes. */
const { folder } = parseSettings(workerData);
const analyser = createAnalyser();
const indexes = new OpenIndexes(folder, (path) => new IndexWriter(openIndexFile(path, "write"), analyser));

const calls: WriterCalls = {
  create({ id, dimension }) {
    try {
      indexes.add(id, new IndexWriter(createIndexFile(indexPath(folder, id), id, dimension), analyser));
    } catch (fault) {
      throw toCosmicError(fault, `The search index "${id}"`);
    }
  },
  drop(indexId) {
    indexes.forget(indexId);
    deleteIndexFiles(indexPath(folder, indexId));
  },
  replace: (indexId, documents) => indexes.use(indexId, (index) => index.replace(documents)),
  updateAttributes: (indexId, documentId, attributes) =>
    indexes.use(indexId, (index) => index.updateAttributes(documentId, attributes)),
  remove: (documentIds) => everywhere((index) => index.remove(documentIds)),
  removeUser: (userId) => everywhere((index) => index.removeUser(userId)).includes(true),
  // Nobody else writes, so nothing changes while the files are copied.
  copyTo: (target) => copyIndexFiles(folder, target),
  close: () => indexes.close(),
};

/** One index that fails must not keep the documents in the others. */
function everywhere<R>(remove: (index: IndexWriter) => R): R[] {
  const results: R[] = [];
  const faults: unknown[] = [];
  for (const path of listIndexPaths(folder)) {
    try {
      results.push(indexes.useFile(path, "A search index", remove));
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
  return results;
}

if (parentPort) serveCalls(parentPort, calls);

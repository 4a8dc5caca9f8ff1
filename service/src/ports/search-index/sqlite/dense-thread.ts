import { parentPort, workerData } from "node:worker_threads";
import { parseDenseSettings } from "./call-message.ts";
import type { DenseCalls } from "./calls.ts";
import { DenseReader } from "./dense/dense-reader.ts";
import { MatrixCache } from "./dense/matrix-cache.ts";
import { VectorBlocks } from "./dense/vector-blocks.ts";
import { openIndexFile } from "./open-file.ts";
import { OpenIndexes } from "./open-indexes.ts";
import { serveCalls } from "./serve-calls.ts";

/** The dense leg has a thread of its own, so that vectors are in memory only once. */
const { folder, vectorBytes } = parseDenseSettings(workerData);
const cache = new MatrixCache(new VectorBlocks(vectorBytes));
const indexes = new OpenIndexes(folder, (path) => new DenseReader(openIndexFile(path, "read"), path, cache));

const calls: DenseCalls = {
  searchDense: (indexId, query) => indexes.use(indexId, (index) => index.search(query)),
  forget: (indexId) => indexes.forget(indexId),
  close: () => indexes.close(),
};

if (parentPort) serveCalls(parentPort, calls);

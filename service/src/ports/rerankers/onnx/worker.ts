import { parentPort, workerData } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { type BatchRequest, STOP, type WorkerReply, type WorkerSetup } from "./protocol.ts";

const setup: WorkerSetup = workerData;
const port = parentPort;
if (!port) throw new Error("the worker of a cross-encoder runs in a worker thread only");
const reply = (message: WorkerReply, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

try {
  const session = await InferenceSession.create(setup.modelPath, {
    intraOpNumThreads: setup.threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // As in the embedder: a plan of memory for every shape is memory that only grows.
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  // A pair of two tokens shows whether the model is a cross-encoder at all.
  await run(session, { id: 0, ids: new Int32Array([0, 0]), types: new Int32Array([0, 1]), lengths: [2] });
  port.on("message", async (batch: BatchRequest | typeof STOP) => {
    if (batch === STOP) {
      await session.release();
      port.close();
      return;
    }
    try {
      const logits = await run(session, batch);
      reply({ kind: "logits", id: batch.id, logits }, [logits.buffer]);
    } catch (error) {
      reply({ kind: "failed", id: batch.id, message: String(error) });
    }
  });
  reply({ kind: "ready" });
} catch (error) {
  reply({ kind: "failed", id: undefined, message: String(error) });
}

async function run(session: InferenceSession, batch: BatchRequest): Promise<Float32Array<ArrayBuffer>> {
  const width = Math.max(...batch.lengths);
  const shape = [batch.lengths.length, width];
  const feeds = session.inputNames.map((name) => [
    name,
    new Tensor("int64", input(name, batch, width), shape),
  ]);
  const [output] = session.outputNames;
  const results = await session.run(Object.fromEntries(feeds));
  const logits = output === undefined ? undefined : results[output];
  if (!(logits?.data instanceof Float32Array) || logits.data.length !== batch.lengths.length) {
    throw new Error("the model does not give one number a pair, as a cross-encoder does");
  }
  return Float32Array.from(logits.data);
}

/** Pads every pair to the width of the longest. */
function input(name: string, { ids, types, lengths }: BatchRequest, width: number): BigInt64Array {
  const values = new BigInt64Array(lengths.length * width);
  if (name === "input_ids" && setup.padId !== 0) values.fill(BigInt(setup.padId));
  let read = 0;
  for (const [row, length] of lengths.entries()) {
    for (let i = 0; i < length; i++)
      values[row * width + i] = inputValue(name, ids[read + i], types[read + i]);
    read += length;
  }
  return values;
}

function inputValue(name: string, id = 0, type = 0): bigint {
  if (name === "attention_mask") return 1n;
  return BigInt(name === "token_type_ids" ? type : id);
}

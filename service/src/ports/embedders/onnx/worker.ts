import { parentPort, workerData } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { BatchClaims } from "./batch-claims.ts";
import { poolAndNormalize } from "./pooling.ts";
import { type BatchRequest, STOP, type WorkerReply, type WorkerSetup } from "./protocol.ts";
import { yieldToOthers } from "./yield-to-others.ts";

const setup: WorkerSetup = workerData;
const port = parentPort;
if (!port) throw new Error("the embedding worker runs in a worker thread only");
const reply = (message: WorkerReply, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

const INPUTS = ["input_ids", "attention_mask", "token_type_ids", "position_ids"];

yieldToOthers();
try {
  const session = await InferenceSession.create(setup.modelPath, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // The runtime would keep a plan of its memory for every shape it has seen: memory that only grows.
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  checkInputs(session.inputNames);
  const output = tokenVectorsOf(session.outputNames);
  const probe = await embed(session, output, { ids: new Int32Array([0]), lengths: [1] });
  const claims = new BatchClaims(setup.claims);
  // One after the other, as what waits may still be taken back.
  let done = Promise.resolve();
  port.on("message", (request: BatchRequest | typeof STOP) => {
    done = done.then(async () => {
      if (request === STOP) {
        await session.release();
        port.close();
      } else if (claims.take(request.batch)) await answer(session, output, request);
    });
  });
  reply({ kind: "ready", dimension: probe.length });
} catch (error) {
  reply({ kind: "unusable", message: String(error) });
}

async function answer(session: InferenceSession, output: string, request: BatchRequest): Promise<void> {
  const { batch } = request;
  const begun = performance.now();
  try {
    const vectors = await embed(session, output, request);
    reply({ kind: "vectors", batch, vectors, ms: performance.now() - begun }, [vectors.buffer]);
  } catch (error) {
    reply({ kind: "failed", batch, message: String(error) });
  }
}

async function embed(
  session: InferenceSession,
  output: string,
  batch: Omit<BatchRequest, "batch">,
): Promise<Float32Array<ArrayBuffer>> {
  const width = Math.max(...batch.lengths);
  const shape = [batch.lengths.length, width];
  const feeds = inputs(batch, width);
  const results = await session.run(
    Object.fromEntries(session.inputNames.map((name) => [name, new Tensor("int64", feeds(name), shape)])),
  );
  const hidden = results[output];
  if (!hidden || !(hidden.data instanceof Float32Array)) throw new Error(`output ${output} is not float32`);
  if (hidden.dims.length !== 3) throw new Error(`output ${output} has no vector for each token`);
  return poolAndNormalize(hidden.data, batch.lengths, width, setup.pooling, setup.dimension);
}

/** Exporters put vectors of whole texts beside those of the tokens. */
function tokenVectorsOf(names: readonly string[]): string {
  const name = ["last_hidden_state", "token_embeddings"].find((it) => names.includes(it)) ?? names[0];
  if (name === undefined) throw new Error("the model has no output");
  return name;
}

function checkInputs(names: readonly string[]): void {
  const unknown = names.find((name) => !INPUTS.includes(name));
  if (unknown !== undefined) throw new Error(`the model wants an input ${unknown}, which is not supported`);
}

/** Pads every text to the width of the longest. */
function inputs(batch: Omit<BatchRequest, "batch">, width: number): (name: string) => BigInt64Array {
  const size = batch.lengths.length * width;
  return (name) => {
    const values = new BigInt64Array(size);
    if (name === "token_type_ids") return values;
    if (name === "position_ids") return values.map((_, i) => BigInt(i % width));
    if (name === "input_ids" && setup.padId !== 0) values.fill(BigInt(setup.padId));
    let read = 0;
    batch.lengths.forEach((length, row) => {
      for (let i = 0; i < length; i++) {
        values[row * width + i] = name === "attention_mask" ? 1n : BigInt(batch.ids[read + i] ?? 0);
      }
      read += length;
    });
    return values;
  };
}

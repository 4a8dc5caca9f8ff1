import { parentPort, workerData } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { poolAndNormalize } from "./pooling.ts";
import { type BatchRequest, STOP, type WorkerReply, type WorkerSetup } from "./protocol.ts";
import { yieldToOthers } from "./yield-to-others.ts";

const setup: WorkerSetup = workerData;
const port = parentPort;
if (!port) throw new Error("the embedding worker runs in a worker thread only");
const reply = (message: WorkerReply, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

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
  const output = session.outputNames[0];
  if (!output) throw new Error("the model has no output");
  const probe = await embed(session, output, { ids: new Int32Array([0]), lengths: [1] });
  port.on("message", async (batch: BatchRequest | typeof STOP) => {
    if (batch === STOP) {
      await session.release();
      port.close();
      return;
    }
    try {
      const vectors = await embed(session, output, batch);
      reply({ kind: "vectors", vectors }, [vectors.buffer]);
    } catch (error) {
      reply({ kind: "failed", message: String(error) });
    }
  });
  reply({ kind: "ready", dimension: probe.length });
} catch (error) {
  reply({ kind: "failed", message: String(error) });
}

async function embed(
  session: InferenceSession,
  output: string,
  batch: BatchRequest,
): Promise<Float32Array<ArrayBuffer>> {
  const width = Math.max(...batch.lengths);
  const shape = [batch.lengths.length, width];
  const feeds = inputs(batch, width);
  const results = await session.run(
    Object.fromEntries(session.inputNames.map((name) => [name, new Tensor("int64", feeds(name), shape)])),
  );
  const hidden = results[output];
  if (!hidden || !(hidden.data instanceof Float32Array)) throw new Error(`output ${output} is not float32`);
  return poolAndNormalize(hidden.data, batch.lengths, width, setup.pooling);
}

/** Pads every text to the width of the longest. */
function inputs(batch: BatchRequest, width: number): (name: string) => BigInt64Array {
  const size = batch.lengths.length * width;
  return (name) => {
    const values = new BigInt64Array(size);
    if (name === "token_type_ids") return values;
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

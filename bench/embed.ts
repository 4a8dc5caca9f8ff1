import { ROOT, readConfig } from "../service/src/config.ts";
import { percentile } from "../service/src/experiments/metrics/percentile.ts";
import { readModelFiles } from "../service/src/ports/embedders/onnx/model-files.ts";
import { OnnxEmbedder } from "../service/src/ports/embedders/onnx/onnx-embedder.ts";
import { int8Rate, MULTIPLICATIONS_A_TOKEN } from "./int8-rate.ts";
import { openPlainLoop } from "./plain-loop.ts";
import { median, type Row, report, round, seconds } from "./report.ts";
import { makeTexts } from "./texts.ts";

const ROUNDS = 5;
/** Texts as in `docs/performance.md`: short ones of 17.6 tokens, diary entries of 146.5. */
const SETS = [
  { name: "short", count: 1000, tokens: 17.6 },
  { name: "long", count: 200, tokens: 146.5 },
];

/** The engine beside a plain onnxruntime loop, turn by turn in one run, tokenising and pooling included. */
export async function benchEmbed(): Promise<void> {
  const { embedding } = readConfig(process.env);
  const files = await readModelFiles(`${ROOT}/models/all-MiniLM-L6-v2`, { maxTokens: embedding.maxTokens });
  const engine = await OnnxEmbedder.open(files, { ...embedding, queueTokens: 10_000_000, queryCacheSize: 1 });
  await engine.complete;
  const loop = await openPlainLoop(files);
  const rows: Row[] = [];
  const int8 = await int8Rate(engine.describe().workers);
  for (const set of SETS) {
    const texts = makeTexts(set.count, set.tokens);
    const tokens = texts.reduce((sum, text) => sum + engine.countTokens(text) + 2, 0);
    const timed = { engine: [] as number[], loop: [] as number[] };
    for (let round = -1; round < ROUNDS; round++) {
      const ours = await seconds(() => engine.embed(texts, { purpose: "document" }));
      const theirs = await seconds(() => loop(texts));
      // The first round warms both up.
      if (round < 0) continue;
      timed.engine.push(ours);
      timed.loop.push(theirs);
    }
    const ratio = median(timed.loop.map((theirs, i) => theirs / (timed.engine[i] ?? theirs)));
    for (const [who, times] of Object.entries(timed)) {
      const time = median(times);
      rows.push({
        texts: set.name,
        "tokens a text": round(tokens / texts.length),
        what: who === "engine" ? `engine, ${engine.describe().workers} workers` : "plain onnxruntime loop",
        "texts/s": Math.round(texts.length / time),
        "tokens/s": Math.round(tokens / time),
        "% of int8": round((100 * MULTIPLICATIONS_A_TOKEN * (tokens / time)) / int8, 0),
        ratio: who === "engine" ? round(ratio, 2) : 1,
      });
    }
  }
  const alone = await queryTimes(engine, 200, 100);
  const bulk = engine.embed(makeTexts(600, 146.5, 2), { purpose: "document" });
  const busy = await queryTimes(engine, 200, 200);
  await bulk;
  for (const [name, times] of [
    ["query alone", alone],
    ["query beside bulk", busy],
  ] as const) {
    rows.push({ what: name, "p50 ms": round(median(times), 2), "p99 ms": round(percentile(times, 0.99), 2) });
  }
  rows.push({ what: "plain int8 products, a core each", "multiplications/s, 10⁹": round(int8 / 1e9) });
  rows.push({ what: "resident memory", MB: Math.round(process.memoryUsage.rss() / 1e6) });
  await engine.close();
  report("embed", rows);
}

async function queryTimes(engine: OnnxEmbedder, count: number, seed: number): Promise<number[]> {
  const times: number[] = [];
  for (const text of makeTexts(count, 10, seed)) {
    times.push((await seconds(() => engine.embed([text], { purpose: "query" }))) * 1000);
  }
  return times;
}

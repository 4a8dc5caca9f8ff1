import { ROOT, readConfig } from "../service/src/config.ts";
import { readModelFiles } from "../service/src/ports/embedders/onnx/model-files.ts";
import { OnnxEmbedder } from "../service/src/ports/embedders/onnx/onnx-embedder.ts";
import { median, type Row, report, round, seconds } from "./report.ts";
import { embedded, load, withService } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const SETS = [
  { name: "short", count: 10_000, tokens: 17.6, perCall: 1_000 },
  { name: "long", count: 1_000, tokens: 146.5, perCall: 200 },
];
const ROUNDS = 5;
/** Texts beforehand: V8 compiles the database's WebAssembly anew as it becomes hot, for so long. */
const WARM = 10_000;

/**
 * Documents through `bulk_create` until they are completed, beside the engine alone on the same texts: as many a call,
 * one call after the other, as `bench -- embed` has of it; and all of them at once, which never lets a core wait.
 */
export async function benchIngest(): Promise<void> {
  const { embedding } = readConfig(process.env);
  const files = await readModelFiles(`${ROOT}/models/all-MiniLM-L6-v2`, { maxTokens: embedding.maxTokens });
  const rows: Row[] = [];
  await withService(async (service) => {
    // Neither is measured as it starts: code that is compiled on first use, memory that is taken.
    const warm = makeTexts(WARM, 17.6, 99);
    await embedded(
      service,
      await load(
        service,
        warm.map((text) => ({ user_id: "warm", text })),
      ),
    );
    for (const set of SETS) {
      const rates = { calls: [] as number[], atOnce: [] as number[], service: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        const texts = makeTexts(set.count, set.tokens, round + 1);
        const engine = await OnnxEmbedder.open(files, {
          ...embedding,
          queueTokens: 10_000_000,
          queryCacheSize: 1,
        });
        await engine.complete;
        const embedAll = async (perCall: number) => {
          for (let at = 0; at < texts.length; at += perCall) {
            await engine.embed(texts.slice(at, at + perCall), { purpose: "document" });
          }
        };
        await engine.embed(warm.slice(0, set.perCall), { purpose: "document" });
        rates.calls.push(set.count / (await seconds(() => embedAll(set.perCall))));
        rates.atOnce.push(set.count / (await seconds(() => embedAll(set.count))));
        await engine.close();
        const ingest = async () => {
          const userId = `${set.name}-${round}`;
          const last = await load(
            service,
            texts.map((text) => ({ user_id: userId, text })),
          );
          await embedded(service, last);
        };
        rates.service.push(set.count / (await seconds(ingest)));
      }
      const shareOf = (engine: number[]) =>
        round(median(rates.service.map((rate, i) => rate / (engine[i] ?? rate))), 2);
      rows.push({
        texts: set.name,
        "engine texts/s, calls as in embed": Math.round(median(rates.calls)),
        "engine texts/s, all at once": Math.round(median(rates.atOnce)),
        "documents/s": Math.round(median(rates.service)),
        share: shareOf(rates.calls),
        "share, all at once": shareOf(rates.atOnce),
      });
    }
  });
  report("ingest", rows);
}

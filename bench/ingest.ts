import { ROOT, readConfig } from "../service/src/config.ts";
import { readModelFiles } from "../service/src/ports/embedders/onnx/model-files.ts";
import { OnnxEmbedder } from "../service/src/ports/embedders/onnx/onnx-embedder.ts";
import { median, type Row, report, round, seconds } from "./report.ts";
import { embedded, load, withService } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const SETS = [
  { name: "short", count: 6000, tokens: 17.6 },
  { name: "long", count: 900, tokens: 146.5 },
];
const ROUNDS = 3;
/** Texts beforehand. */
const WARM = 2_000;

/** Documents through `bulk_create` until they are completed, beside the engine alone on the same texts. */
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
      const rates = { engine: [] as number[], service: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        const texts = makeTexts(set.count, set.tokens, round + 1);
        const engine = await OnnxEmbedder.open(files, {
          ...embedding,
          queueTokens: 10_000_000,
          queryCacheSize: 1,
        });
        await engine.complete;
        await engine.embed(warm.slice(0, WARM / 10), { purpose: "document" });
        rates.engine.push(set.count / (await seconds(() => engine.embed(texts, { purpose: "document" }))));
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
      const share = median(rates.service.map((rate, i) => rate / (rates.engine[i] ?? rate)));
      rows.push({
        texts: set.name,
        "engine texts/s": Math.round(median(rates.engine)),
        "documents/s": Math.round(median(rates.service)),
        share: round(share, 2),
      });
    }
  });
  report("ingest", rows);
}

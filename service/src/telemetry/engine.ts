import type { Context } from "../context.ts";

const MODEL = ["model"] as const;

/**
 * Adds what the models of this process have done. They count it themselves, so it is read when a scrape comes.
 *
 * @returns what brings it up to date
 */
export function measureEngine({ indexes, telemetry }: Context): () => void {
  const { counter, gauge } = telemetry.metrics;
  const workers = gauge("cosmic_embedder_workers", "Threads that run the model", MODEL);
  const queued = gauge("cosmic_embedder_queued_tokens", "Tokens that wait to be embedded", MODEL);
  const batches = counter("cosmic_embedder_batches_total", "Batches that went through the model", MODEL);
  const texts = counter("cosmic_embedder_texts_total", "Texts that were embedded", MODEL);
  const tokens = counter("cosmic_embedder_tokens_total", "Tokens that were embedded", MODEL);
  const padded = counter("cosmic_embedder_padded_tokens_total", "The same with padding", MODEL);
  const busy = counter("cosmic_embedder_busy_seconds_total", "Time the model ran, over all workers", MODEL);
  const waited = counter("cosmic_embedder_wait_seconds_total", "Time that texts waited for their batch", [
    ...MODEL,
    "purpose",
  ]);
  const waits = counter("cosmic_embedder_waits_total", "Texts that got their batch", [...MODEL, "purpose"]);
  const all = [workers, queued, batches, texts, tokens, padded, busy, waited, waits];
  return () => {
    for (const metric of all) metric.reset();
    for (const { model, workers: threads, queuedTokens, done } of indexes.embedders.map((it) =>
      it.describe(),
    )) {
      workers.inc({ model }, threads);
      queued.inc({ model }, queuedTokens);
      batches.inc({ model }, done.batches);
      texts.inc({ model }, done.texts);
      tokens.inc({ model }, done.tokens);
      padded.inc({ model }, done.paddedTokens);
      busy.inc({ model }, done.busySeconds);
      for (const purpose of ["query", "document"] as const) {
        waited.inc({ model, purpose }, done.waited[purpose].seconds);
        waits.inc({ model, purpose }, done.waited[purpose].texts);
      }
    }
  };
}

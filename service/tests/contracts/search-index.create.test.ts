import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const CREATE = new URL("../../src/ports/search-index/create.ts", import.meta.url).href;

/** Opens an index in a process of its own, which then names the modules of Qdrant that it has loaded. */
const script = (config: object) => `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (resolved.url.includes("qdrant")) loaded.push(resolved.url);
      return resolved;
    },
  });
  const { createSearchIndex } = await import(${JSON.stringify(CREATE)});
  const index = await createSearchIndex(${JSON.stringify(config)});
  await index.close();
  console.log(loaded.length);
`;

test("an embedded start loads nothing of Qdrant, and the process ends when an index is closed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "search-index-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "open.mjs");

  async function countLoaded(config: object): Promise<number> {
    await writeFile(file, script(config));
    const child = spawnSync(process.execPath, [file], { encoding: "utf8" });
    expect(child.stderr).toBe("");
    return Number(child.stdout);
  }

  expect(await countLoaded({ kind: "sqlite", folder: join(folder, "index") })).toBe(0);
  const qdrant = { url: "http://127.0.0.1:1", alias: "a", collectionPrefix: "a_", timeoutMs: 1000, batch: 1 };
  expect(await countLoaded({ kind: "qdrant", ...qdrant })).toBeGreaterThan(0);
});

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { type Static, Type } from "typebox";
import { Parse } from "typebox/value";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Bytes of JavaScript and CSS, gzipped, that a browser loads before a page can be used. */
const BUDGET = 200_000;

const Names = Type.Optional(Type.Array(Type.String()));
const Manifest = Type.Record(
  Type.String(),
  Type.Object({ file: Type.String(), imports: Names, css: Names, isEntry: Type.Optional(Type.Boolean()) }),
);

let folder: string;
let manifest: Static<typeof Manifest>;

// The build as it is shipped, in a process of its own: this one runs tests, and React would be built for that.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-web-"));
  const vite = join(import.meta.dirname, "../node_modules/vite/bin/vite.js");
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  await promisify(execFile)(
    process.execPath,
    [vite, "build", "--outDir", folder, "--manifest", "--logLevel", "error"],
    { cwd: import.meta.dirname, env },
  );
  manifest = Parse(Manifest, JSON.parse(await readFile(join(folder, ".vite/manifest.json"), "utf8")));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  "src/journal/journal-page.tsx",
  "src/journal/entry-page.tsx",
  "src/journal/editor/editor-page.tsx",
  "src/search/search-page.tsx",
  "src/patterns/patterns-page.tsx",
  "src/patterns/map/map-page.tsx",
  "src/patterns/theme/theme-page.tsx",
  "src/settings/settings-page.tsx",
])("the first load of %s stays within its budget", async (page) => {
  const files = new Set(["appearance.js", ...filesOf("index.html"), ...filesOf(page)]);
  const sizes = await Promise.all(
    [...files].map(async (name) => gzipSync(await readFile(join(folder, name)), { level: 9 }).length),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${page}: ${(bytes / 1_000).toFixed(1)} kB`);
  expect(bytes).toBeLessThan(BUDGET);
});

test("nothing is loaded from elsewhere, and no script stands in the page", async () => {
  const page = await readFile(join(folder, "index.html"), "utf8");
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  expect(page).not.toMatch(/<style|\son\w+=/);
  const styles = (await readdir(join(folder, "assets"))).filter((name) => name.endsWith(".css"));
  for (const name of styles) {
    expect(await readFile(join(folder, "assets", name), "utf8")).not.toMatch(/url\(["']?(?:https?:)?\/\//);
  }
});

/** A chunk, all that it imports at once, and their styles. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`The build has no ${name}.`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const imported of chunk.imports ?? []) filesOf(imported, seen);
  return seen;
}

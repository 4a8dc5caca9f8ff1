import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("a folder is opened without loading anything of the AWS SDK", () => {
  const folder = mkdtempSync(join(tmpdir(), "objects-"));
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) });
    const { createObjects } = await import(${JSON.stringify(new URL("create.ts", import.meta.url).href)});
    await createObjects({ kind: "folder", folder: ${JSON.stringify(folder)} }, () => {});
    console.log(JSON.stringify(loaded));
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  expect(output).toContain("folder.ts");
  expect(output).not.toMatch(/aws-sdk|smithy/);
});

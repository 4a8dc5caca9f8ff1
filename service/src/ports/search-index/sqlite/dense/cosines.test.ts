import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import openWabt from "wabt";

test("the binary is what its source makes", async () => {
  const wabt = await openWabt();
  const source = await readFile(new URL("./cosines.wat", import.meta.url), "utf8");
  const module = wabt.parseWat("cosines.wat", source, { simd: true });
  const binary = await readFile(new URL("./cosines.wasm", import.meta.url));
  expect(binary.equals(module.toBinary({}).buffer)).toBe(true);
});

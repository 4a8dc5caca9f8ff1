import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { S3Config } from "../../src/ports/objects/s3/config.ts";

const Measured = Type.Object({ sameContent: Type.Boolean(), peakMib: Type.Number() });

/** What a transfer adds to the largest memory that its process had in a smaller one (`maxRSS` of the system), in MiB. */
export async function measureTransfer(config: S3Config, mebibytes: number) {
  const script = fileURLToPath(new URL("objects.transfer.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    JSON.stringify(config),
    String(mebibytes),
  ]);
  return Value.Parse(Measured, JSON.parse(stdout));
}

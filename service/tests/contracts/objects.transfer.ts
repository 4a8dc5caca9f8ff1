/**
 * Sends an object up and reads it again, in a process whose memory is its own. Arguments: the S3 configuration as JSON,
 * and the size in MiB. Says on standard output by how much the memory grew at its peak, and if the content is the same.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createS3Objects } from "../../src/ports/objects/s3/create.ts";
import { S3_DEFAULTS } from "../servers/s3.ts";

const MIB = 1024 * 1024;
const [configText = "{}", size = "0"] = process.argv.slice(2);
const objects = await createS3Objects({ ...S3_DEFAULTS, ...JSON.parse(configText) }, () => {});

// All that any upload in parts needs is there after one; from then on, only what grows with the size can add to it.
await transfer("warm", 64);
const before = process.resourceUsage().maxRSS;
const sameContent = await transfer("large", Number(size));
const peakMib = Math.round((process.resourceUsage().maxRSS - before) / 1024);
console.log(JSON.stringify({ sameContent, peakMib }));
await objects.close();

async function transfer(key: string, mebibytes: number): Promise<boolean> {
  const sent = createHash("sha256");
  const read = createHash("sha256");
  await objects.put("checkpoints", key, Readable.from(content(mebibytes, sent)));
  for await (const chunk of (await objects.get("checkpoints", key)) ?? []) read.update(chunk);
  return sent.digest("hex") === read.digest("hex");
}

function* content(mebibytes: number, sent: ReturnType<typeof createHash>) {
  for (let n = 0; n < mebibytes; n++) {
    const chunk = Buffer.alloc(MIB, `piece ${n}`);
    sent.update(chunk);
    yield chunk;
  }
}

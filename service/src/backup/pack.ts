import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createTarPacker } from "modern-tar";
import { takeTurns } from "../turns.ts";
import { contentsOf, MANIFEST, type Manifest, newManifest, PIECE } from "./manifest.ts";
import type { TakenBackup } from "./take.ts";

/**
 * A backup as a tar archive, made while it is read. The manifest comes last, so that every file is read only once and
 * the first byte does not wait for the last file.
 */
export function packBackup({ folder, parts, createdAt }: TakenBackup): Readable {
  const { readable, controller } = createTarPacker();
  write().catch((fault: unknown) => controller.error(fault));
  return Readable.fromWeb(readable);

  async function write(): Promise<void> {
    const { folders, files } = await contentsOf(folder);
    const turn = takeTurns();
    for (const path of folders) {
      await controller.add({ name: `${path}/`, type: "directory", size: 0, mode: 0o700 }).close();
    }
    const written: Manifest["files"] = [];
    for (const path of files) {
      const { size } = statSync(join(folder, path));
      const hash = createHash("sha256");
      const entry = addFile(path, size);
      for (const piece of piecesOf(join(folder, path))) {
        hash.update(piece);
        await entry.write(piece);
        await turn();
      }
      await entry.close();
      written.push({ path, bytes: size, sha256: hash.digest("hex") });
    }
    const manifest = Buffer.from(JSON.stringify(newManifest(parts, createdAt, written)));
    const entry = addFile(MANIFEST, manifest.length);
    await entry.write(manifest);
    await entry.close();
    controller.finalize();
  }

  function addFile(name: string, size: number) {
    return controller.add({ name, type: "file", size, mode: 0o600 }).getWriter();
  }
}

/** A file, a piece after the other. */
function* piecesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE);
      const bytes = readSync(file, piece);
      if (bytes === 0) return;
      yield bytes === PIECE ? piece : piece.slice(0, bytes);
    }
  } finally {
    closeSync(file);
  }
}

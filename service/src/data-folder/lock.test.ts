import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findOwner, lockDataFolder } from "./lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cosmic-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that holds the folder until it is killed. */
async function otherOwner() {
  const module = new URL("./lock.ts", import.meta.url).href;
  const script = `const { lockDataFolder } = await import(${JSON.stringify(module)});
    const lock = lockDataFolder(${JSON.stringify(folder)}, "start");
    lock.announce("http://127.0.0.1:4321", "a key");
    process.stdout.write("held");
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

describe("lockDataFolder", () => {
  it("is held until it is given back, and then free", () => {
    const lock = lockDataFolder(folder, "start");
    expect(() => lockDataFolder(folder, "add")).toThrow("in use");
    lock[Symbol.dispose]();
    lockDataFolder(folder, "add")[Symbol.dispose]();
  });

  it("names the process and the address of the owner, and does not outlive a crash", async () => {
    const child = await otherOwner();
    expect(findOwner(folder)).toMatchObject({
      pid: child.pid,
      address: "http://127.0.0.1:4321",
      command: "start",
    });
    let refused: unknown;
    try {
      lockDataFolder(folder, "start");
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: "data_folder_locked" });
    expect(String(refused)).toContain(`process ${child.pid}`);
    expect(String(refused)).toContain("http://127.0.0.1:4321");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(findOwner(folder)).toBeUndefined();
    lockDataFolder(folder, "start")[Symbol.dispose]();
  });

  it("does not believe an owner's file that nobody stands behind", () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "owner.json"),
      JSON.stringify({ pid: 1, address: null, command: "start", since: "now" }),
    );
    expect(findOwner(folder)).toBeUndefined();
  });

  it("says that a folder cannot be made where a file stands", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => lockDataFolder(join(file, "data"), "start")).toThrow("cannot be written to");
  });

  // Root may write anywhere, so the case cannot be made there.
  it.skipIf(process.getuid?.() === 0)(
    "says that a read-only folder cannot be written to (skipped as root)",
    () => {
      chmodSync(folder, 0o500);
      expect(() => lockDataFolder(folder, "start")).toThrow("cannot be written to");
      chmodSync(folder, 0o700);
    },
  );
});

import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Admin } from "@cosmic/contract";
import { CommandError, UsageError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Makes an admin. The password is typed without being shown, or is the first line of standard input. */
export async function createSuperuser(terminal: Terminal, { email }: { email?: string }): Promise<void> {
  const { address, password } = process.stdin.isTTY
    ? await askFor(terminal, email)
    : await readFrom(process.stdin, email);
  await using session = await openSession(loadConfig(), terminal, "create-superuser");
  const admin = await session.post("/access/admins/", Admin, { email: address, password });
  terminal.answer(admin, () => [
    `${admin.email} may sign in now. From now on nothing is answered without credentials.`,
  ]);
}

interface Answers {
  address: string;
  password: string;
}

async function readFrom(input: NodeJS.ReadStream, email: string | undefined): Promise<Answers> {
  if (email === undefined) throw new UsageError("Say --email when the password comes on standard input.");
  const [password = ""] = (await text(input)).split(/\r?\n/);
  return { address: email, password };
}

async function askFor({ signal }: Terminal, email: string | undefined): Promise<Answers> {
  let shown = true;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (shown) process.stderr.write(chunk);
      done();
    },
  });
  using questions = createInterface({ input: process.stdin, output, terminal: true });
  // On a terminal the line editor takes Ctrl-C for itself.
  questions.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const unseen = async (question: string) => {
    process.stderr.write(question);
    shown = false;
    const answer = await questions.question("", { signal });
    shown = true;
    process.stderr.write("\n");
    return answer;
  };
  const address = email ?? (await questions.question("Address of mail: ", { signal }));
  const password = await unseen("Password, at least 12 characters: ");
  if ((await unseen("Once more: ")) !== password) throw new CommandError("The two are not the same.");
  return { address, password };
}

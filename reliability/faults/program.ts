import { type ChildService, startChildService } from "../../service/tests/flows/child-service.ts";
import { freePort } from "../../service/tests/servers/free-port.ts";

/** A process of the service, to be killed and started again on the same port and folder. */
export interface Program {
  port: number;
  address: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Stops it where it is: connections stay open, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** What it logged, of all its lives. */
  log(): string;
}

/** Not started yet. */
export async function createProgram(folder: string, env: Record<string, string>): Promise<Program> {
  const port = await freePort();
  const lives: ChildService[] = [];
  const signal = (name: NodeJS.Signals) => process.kill(lives.at(-1)?.pid ?? 0, name);
  return {
    port,
    address: `http://127.0.0.1:${port}`,
    async start() {
      lives.push(await startChildService(folder, { ...env, PORT: String(port) }));
    },
    async kill() {
      await lives.at(-1)?.end("SIGKILL");
    },
    freeze: () => void signal("SIGSTOP"),
    thaw: () => void signal("SIGCONT"),
    log: () => lives.map((life) => life.log()).join(""),
  };
}

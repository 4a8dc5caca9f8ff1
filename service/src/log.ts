import { type Logger, pino } from "pino";
import type { Config } from "./config.ts";

/** Lines for people on a terminal, JSON for everything else; on standard error, which leaves the output clean. */
export function createLog({ level, pretty }: Config["log"]): Logger {
  if (!pretty) return pino({ level }, pino.destination(2));
  return pino({
    level,
    transport: {
      target: "pino-pretty",
      options: { destination: 2, translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname,reqId" },
    },
  });
}

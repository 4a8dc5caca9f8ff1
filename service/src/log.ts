import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";
import type { Config } from "./config.ts";
import { faultReason, rootCause } from "./faults.ts";

/** Lines for people on a terminal, JSON for everything else; on standard error, which leaves the output clean. */
export function createLog(
  { level, pretty }: Config["log"],
  destination: DestinationStream = pino.destination(2),
): Logger {
  const options: LoggerOptions = { level, serializers: { err: loggedFault }, redact: REDACTED };
  if (!pretty) return pino(options, destination);
  const transport = {
    target: "pino-pretty",
    options: { destination: 2, translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname,reqId" },
  };
  return pino({ ...options, transport });
}

/** Nothing logs these; should something begin to, they are not written. */
const SECRETS = ["authorization", "cookie", "set-cookie", "x-api-key", "password", "secret", "token", "key"];
/** Of an authenticator; the `code` of a fault says what went wrong. */
const AUTHENTICATOR_CODES = ['["code"]', 'body["code"]'];
const REDACTED = [
  ...AUTHENTICATOR_CODES,
  ...["", "*.", "*.*."].flatMap((path) => SECRETS.map((name) => `${path.slice(0, -1)}["${name}"]`)),
];

/** Ids may be logged, texts never: of a fault only what names it is kept, not the values it carries. */
function loggedFault(fault: unknown) {
  const root = rootCause(fault);
  return {
    type: root instanceof Error ? root.name : typeof root,
    message: faultReason(fault),
    ...(root instanceof Error && "code" in root ? { code: String(root.code) } : {}),
    // The frames only: the first lines repeat the message of what was wrapped.
    stack:
      fault instanceof Error
        ? fault.stack
            ?.split("\n")
            .filter((line) => /^\s+at /.test(line))
            .join("\n")
        : "",
  };
}

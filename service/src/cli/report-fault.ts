import { inspect } from "node:util";
import { CosmicError } from "../errors.ts";
import { rootCause } from "../faults.ts";
import { CommandError } from "./command-error.ts";
import type { Terminal } from "./terminal.ts";

/** Says what is wrong in words for people; the stack is for those who ask for it. */
export function reportFault(fault: unknown, terminal: Terminal): void {
  terminal.note(message(fault));
  if (terminal.verbose || /^(debug|trace)$/i.test(process.env.LOG_LEVEL ?? "")) terminal.note(inspect(fault));
  else if (!isExplained(fault)) terminal.note("Run it again with --verbose for the details.");
}

function message(fault: unknown): string {
  if (isExplained(fault)) return fault.message;
  const root = rootCause(fault);
  const text = root instanceof Error ? root.message || root.name : String(root);
  if (isUnreachable(root)) return `Something this needs does not answer: ${text}. Ask \`cosmic doctor\`.`;
  return `This failed: ${text}`;
}

function isExplained(fault: unknown): fault is CosmicError | CommandError {
  return fault instanceof CosmicError || fault instanceof CommandError;
}

function isUnreachable(fault: unknown): boolean {
  const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
  return /^(ECONN|ENOTFOUND|EAI_|EHOST|ENETUNREACH|ETIMEDOUT)/.test(code);
}

import { CosmicError } from "../../../errors.ts";
import type { ReportFault } from "../../../faults.ts";

/** The oldest version that BullMQ advises, and that has every command used here. */
const OLDEST = [6, 2] as const;

/**
 * @param info what `INFO` answers
 * @throws CosmicError `invalid_configuration` if the server is too old
 */
export function checkServer(info: string, report: ReportFault): void {
  const version = field(info, "redis_version");
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  if (version !== undefined && (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))) {
    throw new CosmicError(
      "invalid_configuration",
      `The server at REDIS_URL is Redis ${version}. Version ${OLDEST.join(".")} or newer is needed.`,
    );
  }
  const policy = field(info, "maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    report(
      "warning",
      `Redis may throw jobs away when its memory is full (maxmemory-policy is ${policy}). Set it to noeviction.`,
    );
  }
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1]?.trim();
}

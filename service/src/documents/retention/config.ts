import type { EnvReader } from "../../env-reader.ts";

/** Days that documents are kept, by their type. `*` stands for every type that is not named. */
export type Retention = ReadonlyMap<string, number>;

export const OTHER_TYPES = "*";

const LONGEST_DAYS = 36_500;

/** `chat_message=30,*=3650`: a type may hold anything but a comma, and the number stands behind the last sign. */
export function readRetention(read: EnvReader): Retention {
  const name = "DOCUMENT_RETENTION_DAYS";
  const retention = new Map<string, number>();
  for (const part of (read.optional(name) ?? "").split(",").filter((it) => it.trim() !== "")) {
    const [, type = "", text = ""] = /^\s*(.+?)\s*=\s*(\d+)\s*$/.exec(part) ?? [];
    const days = Number(text);
    if (type === "" || days < 1 || days > LONGEST_DAYS) {
      read.problem(
        name,
        `must be such as "chat_message=30,*=3650", with 1 to ${LONGEST_DAYS} days, not "${part.trim()}"`,
      );
    } else if (retention.has(type)) read.problem(name, `names ${type} twice`);
    else retention.set(type, days);
  }
  return retention;
}

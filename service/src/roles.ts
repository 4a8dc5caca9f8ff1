import type { EnvReader } from "./env-reader.ts";

/** What a process may do. One that does all of them is the default; any split over processes and machines works. */
export const ROLES = ["api", "worker", "scheduler", "monitor"] as const;
export type Role = (typeof ROLES)[number];
export type Roles = ReadonlySet<Role>;

/** `ROLES`, such as `api,worker`. */
export function readRoles(read: EnvReader): Roles {
  const named = read.text("ROLES", ROLES.join(",")).split(",");
  const roles = new Set<Role>();
  for (const name of named.map((it) => it.trim()).filter((it) => it !== "")) {
    const role = ROLES.find((it) => it === name);
    if (role) roles.add(role);
    else read.problem("ROLES", `may name ${ROLES.join(", ")}, not "${name}"`);
  }
  return roles;
}

/** Roles that turn text into vectors, so that the process loads the model. */
export function needsEmbedder(roles: Roles): boolean {
  return roles.has("api") || roles.has("worker");
}

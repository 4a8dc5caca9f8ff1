import type { EnvReader } from "./env-reader.ts";

/** What the service is made of. */
export const SERVICE_ROLES = ["api", "worker", "scheduler", "monitor"] as const;
/**
 * What a process may do: the service, and `app`, the companion backend with its web app. One that does all of it is the
 * default; any split over processes and machines works.
 */
export const ROLES = [...SERVICE_ROLES, "app"] as const;
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

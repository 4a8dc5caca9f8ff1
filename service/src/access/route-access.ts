import type { Scope } from "@cosmic/contract";
import type { CosmicError } from "../errors.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may ask. A route without it lets no app start. */
    access?: RouteAccess;
  }
}

type Part = "params" | "query" | "body";

/** Whose data a request touches, and how it says so. */
export type Whose =
  /** Everyone's, or what belongs to the service: not for those who are bound to one user. */
  | { by: "everyone" }
  /** That of the user who is named there; those who are bound need not name themselves. */
  | { by: "name"; part: Part; field: string; withheld: readonly string[] }
  /** The same in each item of a list, which is the body or its `documents`. */
  | { by: "items"; field: string; withheld: readonly string[] }
  /** That of the owner of the thing with this id. */
  | { by: "owner"; part: Part; field: string; owner: Owner };

/** How the owner of a kind of thing is found. */
export interface Owner {
  /** @returns the user's id; undefined if there is no such thing, or it is of no single user */
  find(id: string): Promise<string | undefined>;
  /** What is answered for an id that nobody has, and so for one of somebody else. */
  missing(id: string): CosmicError;
}

export type RouteAccess =
  /** `asked`: who shows who they are is told more. */
  | { to: "everyone"; asked: boolean }
  | { to: "known"; audited: boolean }
  | { to: "scope"; scopes: readonly [Scope, ...Scope[]]; whose: Whose; audited: boolean };

interface Declared<A extends RouteAccess> {
  access: A;
}

/** For everyone, without credentials. */
export function open({ asked = false }: { asked?: boolean } = {}): Declared<RouteAccess> {
  return { access: { to: "everyone", asked } };
}

/** For everyone who shows who they are. */
export function known({ audited = false }: { audited?: boolean } = {}): Declared<RouteAccess> {
  return { access: { to: "known", audited } };
}

/**
 * For those who have a scope, or one of several.
 *
 * @param whose data it is; see `everyones`, `userIn`, `usersOfItems`, `ownedBy`
 * @param audited writes each use down, whoever it is; what admins do is written down anyway
 */
export function needs(
  scope: Scope | readonly [Scope, ...Scope[]],
  whose: Whose,
  { audited = false }: { audited?: boolean } = {},
): Declared<RouteAccess> {
  const scopes: readonly [Scope, ...Scope[]] = typeof scope === "string" ? [scope] : scope;
  return { access: { to: "scope", scopes, whose, audited } };
}

export const everyones: Whose = { by: "everyone" };

/** @param withheld fields that those who are bound to one user may not send */
export function userIn(part: Part, field = "user_id", withheld: readonly string[] = []): Whose {
  return { by: "name", part, field, withheld };
}

export function usersOfItems(field = "user_id", withheld: readonly string[] = []): Whose {
  return { by: "items", field, withheld };
}

export function ownedBy(owner: Owner, part: Part = "params", field = "id"): Whose {
  return { by: "owner", part, field, owner };
}

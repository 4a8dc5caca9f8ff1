import { CosmicError } from "../errors.ts";
import { isRecord } from "../http/is-record.ts";
import type { Principal } from "./principal.ts";
import type { RouteAccess, Whose } from "./route-access.ts";

/** What a request names; each is taken as it is. */
export interface Asked {
  params: unknown;
  query: unknown;
  body: unknown;
}

/**
 * The one place that decides who may do what to whose data, in three steps. First, before anything of the request but
 * its head was read: may this caller use this route at all?
 *
 * @throws CosmicError `unauthenticated`, `insufficient_scope`, `forbidden`
 */
export function admit(principal: Principal | undefined, access: RouteAccess | undefined): void {
  if (access?.to === "everyone") return;
  if (!principal) {
    throw new CosmicError(
      "unauthenticated",
      "Show who you are: an API key or a token as `Authorization: Bearer …`, or sign in.",
    );
  }
  if (access?.to !== "scope") return;
  if (!access.scopes.some((scope) => principal.scopes.has(scope))) {
    throw new CosmicError("insufficient_scope", `This needs the scope ${access.scopes.join(" or ")}.`);
  }
  if (access.whose.by === "everyone" && principal.userId !== undefined) throw bound();
}

/** Second, before the input is checked: who is bound to one user, and names none, means that one. */
export function fillUser(principal: Principal, whose: Whose, asked: Asked): void {
  if (principal.userId === undefined) return;
  for (const holder of namingUsers(whose, asked)) {
    if (isRecord(holder) && "field" in whose && holder[whose.field] === undefined) {
      holder[whose.field] = principal.userId;
    }
  }
}

/**
 * Third, on the checked input: who is bound to one user touches the data of no other. For things of others the answer
 * is that for things that do not exist, after the same one question to the database.
 *
 * @throws CosmicError `forbidden`, or what the owner says of things that are missing
 */
export async function checkUser(principal: Principal, whose: Whose, asked: Asked): Promise<void> {
  const { userId } = principal;
  if (userId === undefined) return;
  switch (whose.by) {
    case "everyone":
      throw bound();
    case "name":
    case "items":
      for (const holder of namingUsers(whose, asked)) {
        // What is no object is refused as such, where items are checked one by one.
        if (!isRecord(holder)) continue;
        if (holder[whose.field] !== userId) throw bound(`/${whose.field}`);
        const withheld = whose.withheld.find((field) => holder[field] !== undefined);
        if (withheld !== undefined) throw bound(`/${withheld}`);
      }
      return;
    case "owner": {
      const holder = asked[whose.part];
      const id = isRecord(holder) ? holder[whose.field] : undefined;
      if (typeof id !== "string") throw bound(`/${whose.field}`);
      if ((await whose.owner.find(id)) !== userId) throw whose.owner.missing(id);
    }
  }
}

function namingUsers(whose: Whose, { params, query, body }: Asked): unknown[] {
  switch (whose.by) {
    case "name":
      return [{ params, query, body }[whose.part]];
    case "items": {
      const list = isRecord(body) ? body.documents : body;
      return Array.isArray(list) ? list : [];
    }
    case "everyone":
    case "owner":
      return [];
  }
}

function bound(field?: string): CosmicError {
  const message = "These credentials are for the data of one user only.";
  return new CosmicError("forbidden", message, field === undefined ? {} : { field });
}

import type { RouteAccess } from "./route-access.ts";

/** Ways to show who one is, for the OpenAPI document. */
export const SECURITY_SCHEMES = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "An API key (ci_…), or a JSON Web Token of a user, whose sub is the user's id",
  },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
  session: { type: "apiKey", in: "cookie", name: "cosmic_admin", description: "An admin who signed in" },
} as const;

/** What the document says of who may use a route: which scopes, and by what the user is found whose data it is. */
export function describeAccess(access: RouteAccess | undefined) {
  if (!access || access.to === "everyone") return { security: [] };
  const scopes = access.to === "scope" ? [...access.scopes] : [];
  return {
    security: Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: scopes })),
    ...(access.to === "scope" ? { "x-user-by": access.whose.by } : {}),
  };
}

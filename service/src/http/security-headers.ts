import type { FastifyReply } from "fastify";

/** Sources by directive of a Content-Security-Policy; everything that is not named is refused. */
type Policy = Record<string, string>;

const policy = (allowed: Policy) =>
  Object.entries({
    "default-src": "'none'",
    ...allowed,
    "form-action": "'none'",
    "frame-ancestors": "'none'",
  })
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");

const OWN_FILES = { "script-src": "'self'", "img-src": "'self' data:", "connect-src": "'self'" };

export const POLICIES = {
  /** Answers that are no pages. */
  api: policy({ "base-uri": "'none'" }),
  /** Pages of our own. Text can only become text: what would make HTML out of it is refused by the browser. */
  page: policy({
    ...{ "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "connect-src": "'self'" },
    "base-uri": "'none'",
    ...{ "require-trusted-types-for": "'script'", "trusted-types": "'none'" },
  }),
  /** Swagger UI sets styles by script. */
  docs: policy({ ...OWN_FILES, "style-src": "'self' 'unsafe-inline'", "base-uri": "'none'" }),
  /** Bull Board does so too, and has a `base` element. The fonts it asks of another host are refused. */
  bullBoard: policy({
    ...OWN_FILES,
    ...{ "style-src": "'self' 'unsafe-inline'", "font-src": "'self' data:", "base-uri": "'self'" },
  }),
};

/** The headers of every answer; what an answer may do as a page is said by its policy. */
export function setSecurityHeaders(reply: FastifyReply, contentPolicy: keyof typeof POLICIES): void {
  reply.headers({
    "content-security-policy": POLICIES[contentPolicy],
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  });
}

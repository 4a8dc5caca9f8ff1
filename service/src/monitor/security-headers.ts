import type { FastifyReply } from "fastify";

const OWN_PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Text can only become text: what would make HTML out of it is refused by the browser.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Bull Board sets styles by script and has a `base` element. The fonts it asks of another host are refused. */
const BULL_BOARD = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function setSecurityHeaders(reply: FastifyReply): void {
  reply.headers({
    "content-security-policy": OWN_PAGE,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  });
}

export function allowBullBoard(reply: FastifyReply): void {
  reply.header("content-security-policy", BULL_BOARD);
}

import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether the page that a browser sends this for lies on the host that it is sent to. Programs name no page, and pass
 * only where `otherwise` says so. Compared without the scheme, which a proxy in front may change.
 */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders, otherwise: boolean): boolean {
  if (origin === undefined) return otherwise;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

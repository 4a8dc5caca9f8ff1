import type { IncomingHttpHeaders } from "node:http";
import { BEARER_PROTOCOL } from "@cosmic/contract";

/** What a request shows: a key or token, or the cookie of an admin's session. */
export type Credential = { kind: "token" | "session"; secret: string };

/** With the prefix, browsers take it from this very host over HTTPS only. */
export const sessionCookieName = (secure: boolean) => (secure ? "__Host-cosmic_admin" : "cosmic_admin");

/**
 * The first of: `Authorization: Bearer`, `X-API-Key`, a WebSocket protocol `bearer.<token>`, the session cookie. Never a
 * parameter of the address: those are logged on the way.
 */
export function readCredential(headers: IncomingHttpHeaders, secure: boolean): Credential | undefined {
  const token =
    bearer(headers.authorization) ?? apiKey(headers) ?? offered(headers["sec-websocket-protocol"]);
  if (token !== undefined) return { kind: "token", secret: token };
  const cookie = cookieOf(headers.cookie, sessionCookieName(secure));
  return cookie === undefined ? undefined : { kind: "session", secret: cookie };
}

function bearer(header: string | undefined): string | undefined {
  // Another scheme is a credential that is wrong, not one that is missing.
  return header === undefined ? undefined : (/^bearer +(\S+) *$/i.exec(header)?.[1] ?? "");
}

function apiKey({ "x-api-key": header }: IncomingHttpHeaders): string | undefined {
  return typeof header === "string" ? header.trim() : undefined;
}

function offered(header: string | undefined): string | undefined {
  const protocols = header?.split(",").map((it) => it.trim());
  return protocols?.find((it) => it.startsWith(BEARER_PROTOCOL))?.slice(BEARER_PROTOCOL.length);
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  const pairs = header?.split(";").map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}

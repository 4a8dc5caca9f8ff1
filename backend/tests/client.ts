import { randomUUID } from "node:crypto";
import { Account } from "@cosmic/contract/app";
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";

export interface Client {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** What it would send as `Cookie`. */
  cookie(): string;
}

export const PASSWORD = "a long enough password";

/** A page of the application in a browser: it keeps cookies and says where it comes from. */
export function newClient(address: string): Client {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    cookie,
    async request(method, path, body, headers = {}) {
      const response = await fetch(address + path, {
        method,
        headers: {
          origin: address,
          cookie: cookie(),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/Max-Age=0/.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}

/** A client that is signed in to an account of its own. */
export async function signedUp(address: string): Promise<Client & { account: Account }> {
  const client = newClient(address);
  const body = { email: `${randomUUID()}@example.org`, password: PASSWORD, name: "Ada" };
  const account = await bodyOf(Account, await client.request("POST", "/api/auth/sign-up", body));
  return { ...client, account };
}

/** The body of an answer, checked against its schema. */
export async function bodyOf<S extends TSchema>(schema: S, response: Response): Promise<Static<S>> {
  return Value.Parse(schema, await response.json());
}

import { isIP } from "node:net";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { EnvReader } from "../../service/src/env-reader.ts";
import { DEFAULT_LIMITS, type Limits } from "./accounts/default-limits.ts";

const BACKEND = fileURLToPath(new URL("..", import.meta.url));

export interface AppConfig {
  /** Days after which a session ends that is not used. */
  sessionDays: number;
  /** Proxies that are believed: how many there are in front, or their addresses. */
  trustProxy: number | string[];
  limits: Limits;
  /** The built web app. */
  webFolder: string;
}

/** What is the same whether the backend runs by itself or in the process of the service. */
export function readAppConfig(read: EnvReader): AppConfig {
  const folder = read.text("WEB_FOLDER", "../web/dist");
  return {
    sessionDays: read.integer("SESSION_DAYS", 30, { min: 1, max: 400 }),
    trustProxy: readTrustProxy(read),
    limits: {
      signUps: read.integer("SIGN_UPS_PER_HOUR", DEFAULT_LIMITS.signUps, { min: 1 }),
      signIns: read.integer("SIGN_INS_PER_QUARTER_HOUR", DEFAULT_LIMITS.signIns, { min: 1 }),
      wrongPasswords: read.integer("WRONG_PASSWORDS_PER_QUARTER_HOUR", DEFAULT_LIMITS.wrongPasswords, {
        min: 1,
      }),
    },
    webFolder: isAbsolute(folder) ? folder : resolve(BACKEND, folder),
  };
}

/** Express's names for addresses that nobody but a proxy of one's own has. */
const NETWORKS = ["loopback", "linklocal", "uniquelocal"];

function readTrustProxy(read: EnvReader): number | string[] {
  const text = read.text("TRUST_PROXY", "0");
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const addresses = text.split(",").map((it) => it.trim());
  const isKnown = (address: string) =>
    NETWORKS.includes(address) || (isIP(address.replace(/\/\d{1,3}$/, "")) > 0 && !address.endsWith("/0"));
  if (addresses.every(isKnown)) return addresses;
  const example = `a number of proxies, or addresses such as 10.0.0.0/8 and names of ${NETWORKS.join(", ")}`;
  read.problem("TRUST_PROXY", `must be ${example}, not "${text}"`);
  return 0;
}

import { isIP } from "node:net";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EnvReader } from "../../service/src/env-reader.ts";
import { readMongoConfig } from "../../service/src/ports/journal/mongodb/config.ts";
import { DEFAULT_LIMITS, type Limits } from "./accounts/limits.ts";
import type { MongoStoreConfig } from "./stores/mongodb/create.ts";

const BACKEND = fileURLToPath(new URL("..", import.meta.url));

export type StoreConfig = ({ kind: "mongodb" } & MongoStoreConfig) | { kind: "postgresql"; url: string };

/** All settings of the backend as a process of its own, read once. `backend/README.md` lists the variables. */
export interface Config {
  host: string;
  port: number;
  store: StoreConfig;
  serviceUrl: string;
  sessionDays: number;
  trustProxy: number | string[];
  limits: Limits;
  webFolder: string;
  log: { level: string; pretty: boolean };
}

/** @throws CosmicError `invalid_configuration` that names every problem at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = new EnvReader(env);
  const config: Config = {
    host: read.text("HOST", "127.0.0.1"),
    port: read.integer("PORT", 5000, { min: 0, max: 65_535 }),
    store: readStore(read),
    serviceUrl: read.url("ML_SERVICE_URL", "http://127.0.0.1:8000"),
    ...readAppConfig(read),
    log: {
      level: read.choice("LOG_LEVEL", "info", ["trace", "debug", "info", "warn", "error", "silent"]),
      pretty:
        read.choice("LOG_FORMAT", process.stdout.isTTY ? "pretty" : "json", ["pretty", "json"]) === "pretty",
    },
  };
  read.throwProblems();
  return config;
}

/** What is the same whether the backend runs by itself or in the process of the service. */
export function readAppConfig(
  read: EnvReader,
): Pick<Config, "sessionDays" | "trustProxy" | "limits" | "webFolder"> {
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

function readStore(read: EnvReader): StoreConfig {
  if (read.optional("MONGODB_URL") !== undefined) {
    const { url, database } = readMongoConfig(read);
    return { kind: "mongodb", url, database };
  }
  const url = read.optional("DATABASE_URL");
  if (url === undefined) {
    const message =
      "must be set, or DATABASE_URL; without servers `npm start` runs backend and service in one process";
    read.problem("MONGODB_URL", message);
  } else if (!/^postgres(ql)?:\/\//.test(url)) {
    read.problem("DATABASE_URL", "must begin with postgresql://");
  }
  return { kind: "postgresql", url: url ?? "" };
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

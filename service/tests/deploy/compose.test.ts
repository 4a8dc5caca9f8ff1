import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { readConfig as readBackendConfig } from "../../../backend/src/config.ts";
import { ROOT, readConfig } from "../../src/config.ts";
import { VERSION } from "../../src/version.ts";
import { COMPOSE_TEXT, DOCKERFILE, ENV_EXAMPLE, environmentOf, readServices } from "./compose-file.ts";

/** Names and ports that the first description of the system gives. */
const PROMISED = {
  mongodb: [27017],
  "mongo-express": [8081],
  "postgres-ml": [5432],
  qdrant: [6333],
  minio: [9000, 9001],
  redis: [6379],
  "ml-service": [8000],
  monitor: [5555],
  backend: [5000],
  web: [3000],
};
const OURS = { "ml-service": "api", worker: "worker", scheduler: "scheduler", monitor: "monitor" };

const services = readServices(ENV_EXAMPLE);
const published = Object.entries(services).flatMap(([name, { ports }]) =>
  (ports ?? []).map((port) => ({ name, port })),
);

describe("the Compose file", () => {
  it.each(Object.entries(PROMISED))("publishes %s on %j, to this machine only", (name, ports) => {
    expect(services[name]?.ports).toEqual(ports.map((port) => `127.0.0.1:${port}:${port}`));
  });

  it("publishes nothing else, and elsewhere only if told so", () => {
    expect(published).toHaveLength(Object.values(PROMISED).flat().length);
    const open = readServices({ ...ENV_EXAMPLE, BIND_ADDRESS: "192.0.2.7" });
    for (const { name } of published) {
      for (const port of open[name]?.ports ?? []) expect(port).toMatch(/^192\.0\.2\.7:/);
    }
  });

  it.each(Object.entries(services))(
    "pins the image of %s, and restarts it without more rights",
    (_, service) => {
      expect(service.image).toMatch(/:[\w.-]*\d+\.\d+[\w.-]*$|:RELEASE\.\d{4}-/);
      expect(service.restart).toMatch(/^(unless-stopped|on-failure:10)$/);
      expect(service.security_opt).toContain("no-new-privileges:true");
    },
  );

  it("watches the health of everything that stays", () => {
    const unwatched = Object.entries(services).filter(([, { healthcheck }]) => !healthcheck);
    expect(unwatched.map(([name]) => name).sort()).toEqual(["mongodb-init"]);
  });

  it("knows no password of its own", () => {
    const needed = new Set([...COMPOSE_TEXT.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
    expect([...needed].sort()).toEqual(Object.keys(ENV_EXAMPLE).sort());
    for (const name of needed) {
      const without = { ...ENV_EXAMPLE, [String(name)]: undefined };
      expect(() => readServices(without)).toThrow(`${name}:?run deploy/make-env.sh`);
    }
    const secrets = Object.values(services)
      .flatMap(({ environment }) => Object.entries(environment ?? {}))
      .filter(([name]) => /(PASSWORD|SECRET_KEY|API_KEY|AUTH)$/.test(name) && name !== "ME_CONFIG_BASICAUTH");
    // From the file with secrets, or as it is in the environment of whoever starts it.
    for (const [, value] of secrets) expect(["change-me", null]).toContain(value);
  });
});

describe.each(Object.entries(OURS))("%s", (name, role) => {
  const env = environmentOf(services, name, ENV_EXAMPLE);

  it("has one role, and every store on a server", () => {
    const config = readConfig(env);
    expect([...config.roles]).toEqual([role]);
    expect(config).toMatchObject({
      database: { kind: "postgresql" },
      queue: { kind: "redis" },
      searchIndex: { kind: "qdrant" },
      objects: { kind: "s3" },
      journal: { kind: "mongodb", database: "cosmic-insights" },
      http: { host: "0.0.0.0", port: 8000 },
      monitor: { port: 5555 },
    });
  });

  it("gets no variable that the service does not read", () => {
    const read = namesRead(env, readConfig);
    expect(Object.keys(services[name]?.environment ?? {}).filter((it) => !read.has(it))).toEqual([]);
  });

  it("can change nothing but its volume and /tmp, and has no rights", () => {
    expect(services[name]).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      init: true,
      stop_grace_period: "30s",
    });
  });
});

describe.each(Object.entries({ backend: 5000, web: 3000 }))("%s", (name, port) => {
  const env = environmentOf(services, name, ENV_EXAMPLE);

  it("keeps accounts and journal in MongoDB, and asks the service", () => {
    expect(readBackendConfig(env)).toMatchObject({
      host: "0.0.0.0",
      port,
      store: { kind: "mongodb", database: "cosmic-insights" },
      serviceUrl: "http://ml-service:8000",
    });
  });

  it("gets no variable that the backend does not read", () => {
    const read = namesRead(env, readBackendConfig);
    expect(Object.keys(services[name]?.environment ?? {}).filter((it) => !read.has(it))).toEqual([]);
  });

  it("is the image of the service with another program, and can change nothing but /tmp", () => {
    expect(services[name]).toMatchObject({
      image: services.worker?.image,
      entrypoint: ["/opt/cosmic/node", "/app/backend/src/main.ts"],
      volumes: [],
      read_only: true,
      cap_drop: ["ALL"],
      init: true,
    });
  });
});

describe("what .env says of the service", () => {
  it("reaches it", () => {
    const said = {
      ...ENV_EXAMPLE,
      EMBEDDING_MODEL: "owner/name",
      SYNC_CRON: "*/10 * * * *",
      LOG_LEVEL: "debug",
    };
    expect(readConfig(environmentOf(services, "worker", said))).toMatchObject({
      embedding: { model: "owner/name", workers: 2 },
      sync: { cron: "*/10 * * * *" },
      log: { level: "debug" },
    });
  });
});

describe.skipIf(process.platform === "win32")("make-env.sh (needs a POSIX shell)", () => {
  it("writes a password of its own for everything that needs one, once", () => {
    const folder = mkdtempSync(join(tmpdir(), "deploy-"));
    try {
      const file = join(folder, ".env");
      const run = () => spawnSync("sh", [join(ROOT, "deploy", "make-env.sh"), file], { encoding: "utf8" });
      expect(run()).toMatchObject({ status: 0 });
      const made = readFileSync(file, "utf8");
      const passwords = Object.values(parseEnv(made));
      expect(passwords).toHaveLength(Object.keys(ENV_EXAMPLE).length);
      expect(new Set(passwords).size).toBe(passwords.length);
      for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{48}$/);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(run()).toMatchObject({ status: 1 });
      expect(readFileSync(file, "utf8")).toBe(made);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the Dockerfile", () => {
  it("starts from the Node that package.json names, and names the version of the service", () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(DOCKERFILE).toContain(`ARG BASE_IMAGE=node:${devDependencies.node}-`);
    expect(COMPOSE_TEXT).toContain(`BASE_IMAGE:-node:${devDependencies.node}-`);
    expect(DOCKERFILE).toContain(`image.version="${VERSION}"`);
    expect(services.worker?.image).toBe(`cosmic-insights:${VERSION}`);
  });
});

/** Which variables a reader of settings asks for. */
function namesRead(
  env: NodeJS.ProcessEnv,
  readSettings: (env: NodeJS.ProcessEnv) => unknown,
): Set<string | symbol> {
  const names = new Set<string | symbol>();
  readSettings(
    new Proxy(env, {
      get(target, name) {
        names.add(name);
        return Reflect.get(target, name);
      },
    }),
  );
  return names;
}

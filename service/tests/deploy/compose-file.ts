import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { parse } from "yaml";
import { ROOT } from "../../src/config.ts";

const Strings = Type.Array(Type.String());

/** What the tests look at of a container. */
const Service = Type.Object({
  image: Type.String(),
  command: Type.Optional(Strings),
  entrypoint: Type.Optional(Strings),
  volumes: Type.Optional(Type.Array(Type.Unknown())),
  environment: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))),
  ports: Type.Optional(Strings),
  profiles: Type.Optional(Strings),
  healthcheck: Type.Optional(Type.Object({ test: Strings })),
  restart: Type.String(),
  security_opt: Strings,
  cap_drop: Type.Optional(Strings),
  read_only: Type.Optional(Type.Boolean()),
  init: Type.Optional(Type.Boolean()),
  stop_grace_period: Type.Optional(Type.String()),
});
const ComposeFile = Type.Object({ services: Type.Record(Type.String(), Service) });

const readDeploy = (name: string) => readFileSync(join(ROOT, "deploy", name), "utf8");

export const COMPOSE_TEXT = readDeploy("docker-compose.yml");
export const DOCKERFILE = readDeploy("Dockerfile");

/** The variables of `.env.example`, as an operator has them who copied it. */
export const ENV_EXAMPLE = parseEnv(readDeploy(".env.example"));

/**
 * The containers as Compose sees them.
 *
 * @param variables of `.env`
 * @throws Error for a variable that the file needs and does not get
 */
export function readServices(variables: NodeJS.Dict<string>) {
  const file: unknown = parse(COMPOSE_TEXT, { merge: true });
  return Value.Parse(ComposeFile, interpolate(file, variables)).services;
}

/** What a container has in its environment: a name without a value is handed on from `.env` if it is there. */
export function environmentOf(
  services: ReturnType<typeof readServices>,
  name: string,
  variables: NodeJS.Dict<string>,
): NodeJS.Dict<string> {
  const given = Object.entries(services[name]?.environment ?? {});
  return Object.fromEntries(given.map(([variable, value]) => [variable, value ?? variables[variable]]));
}

const PLACEHOLDER = /\$\$|\$\{(?<name>\w+)(?::(?<sign>[-?])(?<rest>[^}]*))?\}/g;

function interpolate(value: unknown, variables: NodeJS.Dict<string>): unknown {
  if (typeof value === "string") {
    return value.replaceAll(PLACEHOLDER, (all, name?: string, sign?: string, rest?: string) => {
      if (name === undefined) return "$";
      const given = variables[name];
      if (given) return given;
      if (sign === "-") return rest ?? "";
      throw new Error(`${all} stands for nothing`);
    });
  }
  if (Array.isArray(value)) return value.map((item) => interpolate(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, interpolate(it, variables)]));
}

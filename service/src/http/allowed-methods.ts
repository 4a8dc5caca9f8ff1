import { CosmicError } from "../errors.ts";
import type { Server } from "./server.ts";

interface Place {
  segments: readonly string[];
  methods: Set<string>;
}

/**
 * Answers 405, with the header `Allow`, where something is at the path of a request but does not take its method. To be
 * called before routes are added.
 */
export function refuseOtherMethods(app: Server): void {
  const places = new Map<string, Place>();
  app.addHook("onRoute", ({ url, method }) => {
    const segments = segmentsOf(url);
    const key = segments.join("/");
    const place = places.get(key) ?? { segments, methods: new Set() };
    for (const it of [method].flat()) place.methods.add(it);
    places.set(key, place);
  });
  app.addHook("onRequest", async ({ is404, method, url }, reply) => {
    if (!is404) return;
    const path = url.split("?")[0] ?? "";
    const place = mostPrecise([...places.values()].filter(isAt(segmentsOf(path))));
    if (!place) return;
    const allowed = [...place.methods].join(", ");
    reply.header("allow", allowed);
    throw new CosmicError("method_not_allowed", `${path} does not take ${method}, but ${allowed}.`);
  });
}

// A slash at the end says nothing.
const segmentsOf = (path: string) => path.replace(/\/$/, "").split("/");

const isVariable = (segment: string) => segment.startsWith(":");

function isAt(asked: readonly string[]) {
  return ({ segments }: Place) =>
    segments.length === asked.length &&
    segments.every((segment, i) => (isVariable(segment) ? asked[i] !== "" : segment === asked[i]));
}

function mostPrecise(places: readonly Place[]): Place | undefined {
  const variables = ({ segments }: Place) => segments.filter(isVariable).length;
  return places.toSorted((a, b) => variables(a) - variables(b))[0];
}

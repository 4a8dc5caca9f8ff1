import { type CosmicEvent, DocumentEvent, type EventType, JobEvent, ModelEvent } from "@cosmic/contract";
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import type { events } from "../db/schema.ts";
import { type Place, toCursor } from "./place.ts";

export type EventRow = typeof events.$inferSelect;

const { document_id, source, source_id, status, error } = DocumentEvent.properties;
const { job_id, name, state, progress } = JobEvent.properties;
const { index, model } = ModelEvent.properties;

/**
 * What a row of each kind holds. Documents of one user that came to the same state together share a row: in PGlite a
 * row each costs three times as much.
 */
export const PAYLOADS = {
  document: Type.Object({
    status,
    error,
    documents: Type.Array(Type.Tuple([document_id, source, source_id])),
  }),
  job: Type.Object({ job_id, name, state, progress }),
  model: Type.Object({ index, model }),
};
export type Payloads = { [T in EventType]: Static<(typeof PAYLOADS)[T]> };

const checks = {
  document: Compile(PAYLOADS.document),
  job: Compile(PAYLOADS.job),
  model: Compile(PAYLOADS.model),
};

/** An event, and where one is who was told it. */
export interface ToldEvent {
  event: CosmicEvent;
  after: Place;
}

/** The events of a row. None if it is of a kind that only a newer version of the service knows. */
export function eventsOf({ id, userId, kind, payload, at }: EventRow): ToldEvent[] {
  const told = (index: number, count: number) => {
    const after = index + 1 === count ? { row: id + 1, told: 0 } : { row: id, told: index + 1 };
    return { after, common: { cursor: toCursor(after), at: at.toISOString(), user_id: userId } };
  };
  if (kind === "document") {
    const { status, error, documents } = checks.document.Parse(payload);
    return documents.map(([document_id, source, source_id], i) => {
      const { after, common } = told(i, documents.length);
      const event = { ...common, type: "document" as const, document_id, source, source_id, status, error };
      return { event, after };
    });
  }
  const { after, common } = told(0, 1);
  if (kind === "job") return [{ event: { ...common, type: "job", ...checks.job.Parse(payload) }, after }];
  if (kind === "model")
    return [{ event: { ...common, type: "model", ...checks.model.Parse(payload) }, after }];
  return [];
}

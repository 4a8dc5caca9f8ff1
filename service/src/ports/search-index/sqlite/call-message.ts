import type { ErrorCode } from "@cosmic/contract";
import type { CosmicError } from "../../../errors.ts";

/** What a caller sends to a thread. */
export interface CallMessage {
  id: number;
  method: string;
  parameters: unknown[];
}

/** What the thread answers. Only what the caller needs of an error crosses; its cause stays on the thread. */
export interface Reply {
  id: number;
  value?: unknown;
  fault?: { code: ErrorCode; message: string; field?: string };
}

export interface ThreadSettings {
  folder: string;
}

export interface DenseSettings extends ThreadSettings {
  vectorBytes: number;
}

// Written by hand: loading a schema library would double the time in which a thread starts.
export function parseCall(message: unknown): CallMessage {
  if (isRecord(message)) {
    const { id, method, parameters } = message;
    if (typeof id === "number" && typeof method === "string" && Array.isArray(parameters)) {
      return { id, method, parameters };
    }
  }
  throw new Error("A call to a thread of the search index has the wrong shape.");
}

export function parseSettings(data: unknown): ThreadSettings {
  if (isRecord(data) && typeof data.folder === "string") return { folder: data.folder };
  throw new Error("The settings of a thread of the search index have the wrong shape.");
}

export function parseDenseSettings(data: unknown): DenseSettings {
  const { folder } = parseSettings(data);
  if (isRecord(data) && typeof data.vectorBytes === "number")
    return { folder, vectorBytes: data.vectorBytes };
  throw new Error("The settings of the dense thread of the search index have the wrong shape.");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export function encodeFault({ code, message, field }: CosmicError): NonNullable<Reply["fault"]> {
  return { code, message, ...(field ? { field } : {}) };
}

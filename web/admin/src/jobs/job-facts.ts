import type { JobSummary } from "@cosmic/contract";
import { duration, number } from "../parts/format.tsx";

export function progressOf({ progress }: JobSummary): string {
  if (!progress) return "–";
  const figures = `${number(progress.done)} of ${number(progress.total)}`;
  return progress.message ? `${figures}, ${progress.message}` : figures;
}

/** How long it ran, or has run so far. */
export function runTimeOf({ started_at, ended_at, state }: JobSummary): string {
  if (started_at === null || (ended_at === null && state !== "active")) return "–";
  const end = ended_at === null ? Date.now() : Date.parse(ended_at);
  return duration(Math.max(0, end - Date.parse(started_at)) / 1000);
}

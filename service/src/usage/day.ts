/** The UTC day of a moment, such as `2026-11-29`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** When the next UTC day begins. */
export function nextDay(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate() + 1));
}

// For the tests, which are in TypeScript; the page itself needs no types.
export function duration(seconds: number): string;
export function moment(iso: string, now?: Date): string;
export function utc(iso: string): string;
export function runTime(
  task: { state: string; started_at: string | null; ended_at: string | null },
  now: number,
): number | undefined;
export function share(progress: { done: number; total: number } | undefined): number | undefined;

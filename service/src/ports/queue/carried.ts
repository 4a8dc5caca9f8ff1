/** Beside the payload in the one column that pg-boss keeps of it; no payload of ours has a field of this name. */
const FIELD = "$carried";

/** A payload with what is carried beside it, to be stored. */
export function withCarried<P>(payload: P, carried: string | undefined): P {
  return carried === undefined ? payload : { ...payload, [FIELD]: carried };
}

/** What was stored, apart again. */
export function takeCarried(stored: unknown): { payload: unknown; carried: string | undefined } {
  if (typeof stored !== "object" || stored === null || !(FIELD in stored)) {
    return { payload: stored, carried: undefined };
  }
  const { [FIELD]: carried, ...payload } = stored;
  return { payload, carried: typeof carried === "string" ? carried : undefined };
}

/** One line of `cosmic doctor`. */
export interface Check {
  name: string;
  status: "ok" | "warn" | "fail";
  /** What was found. */
  found: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (name: string, found: string): Check => ({ name, status: "ok", found });

export const warn = (name: string, found: string, advice: string): Check => ({
  name,
  status: "warn",
  found,
  advice,
});

export const fail = (name: string, found: string, advice: string): Check => ({
  name,
  status: "fail",
  found,
  advice,
});

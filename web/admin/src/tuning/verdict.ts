import type { TuningRun } from "@cosmic/contract";

export function verdictOf(verdict: TuningRun["verdict"]): string {
  switch (verdict) {
    case "gain":
      return "better than its base";
    case "no_gain":
      return "no gain";
    case null:
      return "–";
  }
}

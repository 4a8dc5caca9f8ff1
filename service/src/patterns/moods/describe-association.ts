import type { MoodAssociation } from "./mood-associations.ts";

/** The association in words, as what stands together, never as a cause or a finding about a person. */
export function describeAssociation({
  mood,
  direction,
  share,
  shareElsewhere,
}: Pick<MoodAssociation, "mood" | "direction" | "share" | "shareElsewhere">): string {
  const often = direction === "more" ? "more often" : "less often";
  return `"${mood}" is noted ${often} with entries of this theme (${percent(share)}) than with others (${percent(shareElsewhere)}).`;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

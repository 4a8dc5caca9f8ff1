const NUMBERS = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });
const MOMENTS = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

export const number = (value: number) => NUMBERS.format(value);

export const percent = (share: number) => `${NUMBERS.format(Math.round(share * 1000) / 10)} %`;

/** @param seconds rounded to what one wants to know of it */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Of the reader's time; UTC for who points at it. */
export function Moment({ at }: { at: string | null }) {
  if (at === null) return "–";
  return (
    <time dateTime={at} title={at}>
      {MOMENTS.format(new Date(at))}
    </time>
  );
}

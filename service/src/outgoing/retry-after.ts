/**
 * Seconds that a server wants to be left alone for: `Retry-After` as a number or a date (RFC 9110, 10.2.3), or the
 * milliseconds that OpenAI sends beside it. Undefined if it says nothing that can be understood.
 */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const milliseconds = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (milliseconds > 0) return milliseconds / 1000;
  const text = headers.get("retry-after")?.trim() ?? "";
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}

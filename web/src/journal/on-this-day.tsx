import { OnThisDay as Answer } from "@cosmic/contract/insights";
import { useQuery } from "@tanstack/react-query";
import { KEYS } from "../api/keys.ts";
import { request } from "../api/request.ts";
import { type Day, timeZone } from "../dates/days.ts";
import { plural } from "../dates/words.ts";
import { Near, NearLink, NearSkeleton } from "./near.tsx";

/** What was written on the same day of earlier years. */
export function OnThisDay({ day, title = "On this day" }: { day: Day; title?: string }) {
  const { data, error } = useQuery({
    queryKey: [KEYS.insights, "on-this-day", day],
    queryFn: ({ signal }) =>
      request(Answer, "/insights/on-this-day", { query: { date: day, time_zone: timeZone() }, signal }),
  });
  return (
    <Near title={title}>
      {!data && !error && <NearSkeleton rows={2} />}
      {error && <p>It cannot be shown now. {error.message}</p>}
      {data && data.results.length === 0 && <p>Nothing was written on this day of earlier years.</p>}
      {data?.results.map(({ years_ago, documents }) => (
        <section key={years_ago}>
          <h3>{plural(years_ago, "year")} before</h3>
          <ul>
            {documents.map((document) => (
              <NearLink
                key={document.document_id}
                entryId={document.source_id}
                title={document.title || document.excerpt}
                excerpt={document.title ? document.excerpt : ""}
                date={document.mood ?? ""}
              />
            ))}
          </ul>
        </section>
      ))}
    </Near>
  );
}

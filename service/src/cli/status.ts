import { Health } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { columns } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Shows what runs, what does not, and how many documents can be found. */
export async function status(terminal: Terminal): Promise<void> {
  const config = loadConfig();
  await using session = await openSession(config, terminal, "status");
  const health = await session.get("/health/", Health);
  const { documents, index, dependencies } = health;
  if (health.status !== "ok") terminal.fail();
  terminal.answer({ ...health, server: session.server ?? null, data_folder: config.dataFolder }, () => [
    ...columns([
      ["Status", health.status],
      ["Version", health.version],
      ["Server", session.server ?? "not running; npm start starts it"],
      ["Data folder", config.dataFolder],
      [
        "Documents",
        `${documents.completed} completed, ${documents.pending + documents.processing} to do, ${documents.failed} failed`,
      ],
      ["Index", `${index.id}: ${index.documents} documents in ${index.passages} passages, ${index.model}`],
    ]),
    "",
    ...columns(
      dependencies.map(({ name, kind, status, latency_ms, version, error }) => [
        name.replace("_", " "),
        status,
        `${latency_ms} ms`,
        error ?? version ?? kind,
      ]),
    ),
    ...(documents.failed > 0 ? ["", "`cosmic retry-failed` embeds what failed again."] : []),
  ]);
}

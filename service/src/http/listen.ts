import { CosmicError } from "../errors.ts";

/**
 * Begins to listen.
 *
 * @param variable names the setting of the port, for the advice
 * @returns the address, such as `http://127.0.0.1:8000`
 * @throws CosmicError `invalid_configuration` if the port cannot be had
 */
export async function listen(
  app: { log?: { level: string }; listen(where: { host: string; port: number }): Promise<string> },
  { host, port }: { host: string; port: number },
  variable: string,
): Promise<string> {
  const { log = { level: "" } } = app;
  const { level } = log;
  try {
    // Fastify would say where it listens, and has no option against it. Who starts it says so, in the first line.
    log.level = "warn";
    return await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw cause;
    const why = code === "EADDRINUSE" ? "is in use by another program" : "may not be used";
    const message = `Port ${port} on ${host} ${why}. Set ${variable} to another one.`;
    throw new CosmicError("invalid_configuration", message, { cause });
  } finally {
    log.level = level;
  }
}

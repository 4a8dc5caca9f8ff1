type Write = (details: object, message: string) => void;

/** Where the backend tells what happens; that of the service, or any other of pino's kind. No texts of users. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}

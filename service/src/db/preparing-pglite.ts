import { type ExecProtocolOptions, type messages, PGlite, protocol } from "@electric-sql/pglite";
import { LRUCache } from "lru-cache";

/** Statements that are kept: more than come again and again. */
const KEPT = 150;

type Message = messages.BackendMessage;
type Send = (message: Uint8Array) => Promise<Message[]>;

/** A statement that the database has parsed, and keeps under a name. */
interface Statement {
  key: string;
  name: string;
  /** What the database says of its parameters and of its rows: the same each time. */
  parameters?: Message[];
  rows?: Message[];
}

/**
 * PGlite that parses and plans a statement once, not each time that it comes: to look up a row takes a seventh of the
 * time. Drivers of servers do so too, by statements with names (PostgreSQL manual, 54.2.3). `query` of PGlite has
 * only the one without a name; its messages about that one are given a name on their way, and all others pass.
 */
export class PreparingPglite extends PGlite {
  /** Names of statements that the database has still to forget. */
  readonly #forgotten: string[] = [];
  readonly #statements = new LRUCache<string, Statement>({
    max: KEPT,
    dispose: ({ name }) => this.#forgotten.push(name),
  });
  #count = 0;
  /** What the messages until the next parse are about. One query comes after the other. */
  #current: Statement | undefined;

  override async execProtocolStream(message: Uint8Array, options?: ExecProtocolOptions): Promise<Message[]> {
    const send: Send = (it) => super.execProtocolStream(it, options);
    const kind = kindOf(message);
    if (kind === "parse") return this.#parse(message, send);
    const statement = this.#current;
    if (!statement) return send(message);
    switch (kind) {
      case "describe statement":
        statement.parameters ??= await send(withName(message, NAME_OF_DESCRIBED, statement.name));
        return statement.parameters;
      case "bind":
        return send(withName(message, NAME_OF_BOUND, statement.name)).catch((error: unknown) => {
          // Its tables have changed so that its rows are others now.
          if (error instanceof protocol.messages.DatabaseError && error.code === FEATURE_NOT_SUPPORTED)
            this.#statements.delete(statement.key);
          throw error;
        });
      case "describe portal":
        statement.rows ??= await send(message);
        return statement.rows;
      case "other":
        return send(message);
    }
  }

  async #parse(message: Uint8Array, send: Send): Promise<Message[]> {
    const key = Buffer.from(message).toString("latin1");
    this.#current = this.#statements.get(key);
    if (this.#current) return [];
    for (const name of this.#forgotten.splice(0)) await send(protocol.serialize.close({ type: "S", name }));
    const name = `kept_${++this.#count}`;
    const answer = await send(withName(message, NAME_OF_PARSED, name));
    this.#current = { key, name };
    this.#statements.set(key, this.#current);
    return answer;
  }
}

/** Where in a message the name of the statement is, which is empty: behind the type, the length, and what is said. */
const NAME_OF_PARSED = 5;
const NAME_OF_DESCRIBED = 6;
/** The name of the portal comes first, and is empty too. */
const NAME_OF_BOUND = 6;

/** PostgreSQL's code for a statement whose columns are no longer those that it was parsed with. */
const FEATURE_NOT_SUPPORTED = "0A000";

function kindOf(message: Uint8Array): "parse" | "describe statement" | "describe portal" | "bind" | "other" {
  const [type, , , , , what] = message;
  if (type === code("P")) return "parse";
  if (type === code("B")) return "bind";
  if (type === code("D")) return what === code("S") ? "describe statement" : "describe portal";
  return "other";
}

const code = (letter: string) => letter.charCodeAt(0);

/** The message with a name in place of the empty one at this offset. */
function withName(message: Uint8Array, offset: number, name: string): Uint8Array {
  const named = Buffer.concat([message.subarray(0, offset), Buffer.from(name), message.subarray(offset)]);
  // The length counts all but the type.
  named.writeInt32BE(named.length - 1, 1);
  return new Uint8Array(named.buffer, named.byteOffset, named.length);
}

/** What may be said of a span: ids, names and counts, never texts of users. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanStart {
  name: string;
  kind: "server" | "consumer" | "client" | "internal";
  attributes?: Attributes;
  /** Where the span belongs if not under the one that is open now: what `carried` gave, or a request's header. */
  parent?: string | undefined;
  /** Milliseconds since it began. */
  age?: number;
}

/** A piece of work while it goes on. */
export interface OpenSpan {
  set(attributes: Attributes): void;
  /** @param kind of the fault, such as a code; never its message */
  fail(kind: string): void;
}

/** Traces through processes. The work of a span, and all that it calls, has the span for its parent. */
export interface Tracing extends AsyncDisposable {
  span<T>(start: SpanStart, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** Where the current span is in its trace, as W3C `traceparent`, to be carried to where the work goes on. */
  carried(): string | undefined;
}

const CLOSED: OpenSpan = { set() {}, fail() {} };

/** Traces nothing. */
export const UNTRACED: Tracing = {
  span: (_start, work) => work(CLOSED),
  carried: () => undefined,
  [Symbol.asyncDispose]: async () => {},
};

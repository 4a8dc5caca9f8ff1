/** What the companion backend answers to the web app. Errors are problems like those of the service. */
import { type Static, Type } from "typebox";
import { EMBEDDING_STATUSES } from "./documents.ts";
import { ERROR_CODES, Problem } from "./errors.ts";
import { listOf, nullable, Timestamp, Uuid } from "./shapes.ts";

const Email = Type.String({ format: "email", maxLength: 254 });
const Password = Type.String({ minLength: 10, maxLength: 200 });

export const SignUp = Type.Object(
  { email: Email, password: Password, name: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
);
export type SignUp = Static<typeof SignUp>;

export const SignIn = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;

export const PasswordChange = Type.Object(
  { current: Type.String({ maxLength: 200 }), next: Password },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

/** Body of `DELETE /api/me`, which is answered with an `ErasureReceipt`: 200 when completed, 202 while it runs. */
export const EraseAccount = Type.Object(
  { password: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
);
export type EraseAccount = Static<typeof EraseAccount>;

export const Account = Type.Object(
  { id: Type.String(), email: Type.String(), name: Type.String(), created_at: Timestamp },
  { $id: "Account" },
);
export type Account = Static<typeof Account>;

const Title = Type.String({ maxLength: 1000 });
const Text = Type.String({ minLength: 1, maxLength: 500_000 });
const Mood = nullable(Type.String({ minLength: 1, maxLength: 50 }));
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { maxItems: 30 });

export const JournalEntryCreate = Type.Object(
  {
    title: Type.Optional(Title),
    text: Text,
    mood: Type.Optional(Mood),
    tags: Type.Optional(Tags),
    entry_date: Type.Optional(Timestamp),
  },
  { additionalProperties: false },
);
export type JournalEntryCreate = Static<typeof JournalEntryCreate>;

export const JournalEntryPatch = Type.Object(
  {
    title: Type.Optional(Title),
    text: Type.Optional(Text),
    mood: Type.Optional(Mood),
    tags: Type.Optional(Tags),
    entry_date: Type.Optional(Timestamp),
    updated_at: Type.Optional(
      Type.String({
        format: "date-time",
        description:
          "That of the entry which was changed; if it has another by now, nothing is written (entry_changed). The header If-Match says the same.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type JournalEntryPatch = Static<typeof JournalEntryPatch>;

export const JournalEntryView = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    text: Type.String(),
    mood: nullable(Type.String()),
    tags: Type.Array(Type.String()),
    entry_date: Timestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
    sample: Type.Boolean({ description: "From the sample journal" }),
    /** The document that the service made of it; null until it has. */
    document: nullable(Type.Object({ id: Uuid, status: Type.Enum([...EMBEDDING_STATUSES]) })),
  },
  { $id: "JournalEntryView" },
);
export type JournalEntryView = Static<typeof JournalEntryView>;

export const JournalList = listOf(JournalEntryView, "JournalList");
export type JournalList = Static<typeof JournalList>;

export const JournalQuery = Type.Object(
  {
    date_from: Type.Optional(Timestamp),
    date_to: Type.Optional(Timestamp),
    mood: Type.Optional(Type.String()),
    tag: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type JournalQuery = Static<typeof JournalQuery>;

/** What a user has used before, most used first; for suggestions and filters. */
export const JournalVocabulary = Type.Object({
  moods: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
  tags: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
});
export type JournalVocabulary = Static<typeof JournalVocabulary>;

export const SampleState = Type.Object({
  entries: Type.Integer({ description: "Sample entries in this journal now" }),
});
export type SampleState = Static<typeof SampleState>;

/** The code of a problem that the backend itself answers with; some mean what they mean in the service. */
export const APP_ERROR_CODES = [
  "bad_json",
  "bad_request",
  "invalid_type",
  "invalid_value",
  "missing_field",
  "unknown_field",
  "empty_text",
  "text_too_large",
  "invalid_characters",
  "invalid_date",
  "invalid_cursor",
  "body_too_large",
  "unsupported_media_type",
  "not_found",
  "not_signed_in",
  "wrong_credentials",
  "wrong_password",
  "email_taken",
  "cross_origin",
  "too_many_tries",
  "entry_not_found",
  "entry_changed",
  "document_not_found",
  "account_erasing",
  "service_unavailable",
  "journal_unavailable",
  "internal",
] as const;
export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

const Code = Type.Enum([...new Set([...APP_ERROR_CODES, ...ERROR_CODES])]);

/** RFC 9457 problem details of the backend, or of the service behind it, whose problems are passed on. */
export const AppProblem = Type.Object(
  {
    ...Problem.properties,
    code: Code,
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), code: Code, detail: Type.String() })),
    ),
  },
  { $id: "AppProblem" },
);
export type AppProblem = Static<typeof AppProblem>;

/** Why the backend closed a connection to `events/`. After the last two one connects again. */
export const EVENTS_CLOSED = { sessionEnded: 4401, serviceRestarts: 1012, serviceAway: 1013 } as const;

const Check = Type.Object({
  status: Type.Enum(["ok", "failing"]),
  error: Type.Optional(Type.String({ description: "What is wrong and what to do" })),
});

/** `degraded`: entries can be read and written, but not searched. */
export const AppHealth = Type.Object(
  {
    status: Type.Enum(["ok", "degraded", "failing"]),
    checks: Type.Object({ journal: Check, service: Check }),
  },
  { $id: "AppHealth" },
);
export type AppHealth = Static<typeof AppHealth>;

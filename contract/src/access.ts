import { type Static, Type } from "typebox";
import { listOf, nullable, Timestamp, Uuid } from "./shapes.ts";

/** What a caller may be allowed. */
export const SCOPES = ["documents:read", "documents:write", "search", "sync", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

const Scopes = Type.Array(Type.Enum([...SCOPES]), {
  minItems: 1,
  maxItems: SCOPES.length,
  uniqueItems: true,
});
const UserId = Type.String({ minLength: 1, maxLength: 200 });

/** A key without its secret. */
export const ApiKey = Type.Object(
  {
    id: Type.String({ description: "Stands in the key itself: ci_<id>_…" }),
    name: Type.String(),
    scopes: Scopes,
    user_id: nullable(Type.String(), { description: "The only user whose data it may touch" }),
    created_at: Timestamp,
    expires_at: nullable(Timestamp),
    rotated_at: nullable(Timestamp),
    previous_until: nullable(Timestamp, {
      description: "Until then the secret before the last rotation works too",
    }),
    revoked_at: nullable(Timestamp),
    last_used_at: nullable(Timestamp, { description: "To the minute" }),
  },
  { $id: "ApiKey", additionalProperties: false },
);
export type ApiKey = Static<typeof ApiKey>;

export const ApiKeyList = listOf(ApiKey, "ApiKeyList");
export type ApiKeyList = Static<typeof ApiKeyList>;

/** The one answer that has the secret. */
export const NewApiKey = Type.Object(
  { ...ApiKey.properties, key: Type.String({ description: "Shown this once; only its hash is kept" }) },
  { $id: "NewApiKey", additionalProperties: false },
);
export type NewApiKey = Static<typeof NewApiKey>;

export const ApiKeyCreate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    scopes: Scopes,
    user_id: Type.Optional(nullable(UserId, { description: "Binds the key to the data of this user" })),
    expires_at: Type.Optional(nullable(Type.String({ format: "date-time" }))),
  },
  { $id: "ApiKeyCreate", additionalProperties: false },
);
export type ApiKeyCreate = Static<typeof ApiKeyCreate>;

/** Seconds: a day, and a week. */
export const DEFAULT_GRACE_SECONDS = 86_400;
export const LONGEST_GRACE_SECONDS = 604_800;

export const ApiKeyRotate = Type.Object(
  {
    grace_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: LONGEST_GRACE_SECONDS,
        default: DEFAULT_GRACE_SECONDS,
        description: "How long the old secret works beside the new one",
      }),
    ),
  },
  { $id: "ApiKeyRotate", additionalProperties: false },
);
export type ApiKeyRotate = Static<typeof ApiKeyRotate>;

/** A page of a list that is read from the newest on. */
export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type PageQuery = Static<typeof PageQuery>;

export const PRINCIPAL_KINDS = ["local", "program", "key", "user", "admin"] as const;

/** Who asks, as the service sees it. */
export const WhoAmI = Type.Object(
  {
    kind: Type.Enum([...PRINCIPAL_KINDS], {
      description:
        "local: nobody is asked who they are. program: a process of the service itself, or the key of its configuration",
    }),
    id: nullable(Type.String()),
    name: Type.String(),
    scopes: Type.Array(Type.Enum([...SCOPES])),
    user_id: nullable(Type.String(), { description: "The only user whose data may be touched" }),
    expires_at: nullable(Timestamp),
  },
  { $id: "WhoAmI", additionalProperties: false },
);
export type WhoAmI = Static<typeof WhoAmI>;

const Email = Type.String({ format: "email", maxLength: 254 });
const Password = Type.String({ minLength: 12, maxLength: 200 });
const TotpCode = Type.String({ pattern: "^[0-9]{6}$", description: "Six digits of the authenticator" });

export const AdminSignIn = Type.Object(
  {
    email: Type.String({ maxLength: 254 }),
    password: Type.String({ maxLength: 200 }),
    code: Type.Optional(TotpCode),
  },
  { $id: "AdminSignIn", additionalProperties: false },
);
export type AdminSignIn = Static<typeof AdminSignIn>;

export const Admin = Type.Object(
  {
    id: Uuid,
    email: Type.String(),
    totp: Type.Boolean({ description: "Whether signing in needs a code of an authenticator as well" }),
    created_at: Timestamp,
    last_sign_in_at: nullable(Timestamp),
  },
  { $id: "Admin", additionalProperties: false },
);
export type Admin = Static<typeof Admin>;

export const AdminList = listOf(Admin, "AdminList");
export type AdminList = Static<typeof AdminList>;

export const AdminCreate = Type.Object(
  { email: Email, password: Password },
  { $id: "AdminCreate", additionalProperties: false },
);
export type AdminCreate = Static<typeof AdminCreate>;

export const AdminPassword = Type.Object(
  { current: Type.String({ maxLength: 200 }), next: Password },
  { $id: "AdminPassword", additionalProperties: false },
);
export type AdminPassword = Static<typeof AdminPassword>;

/** Confirms that it is the admin who sits there. */
export const TotpBegin = Type.Object(
  { password: Type.String({ maxLength: 200 }) },
  { $id: "TotpBegin", additionalProperties: false },
);
export type TotpBegin = Static<typeof TotpBegin>;

/** For the authenticator; counts only when a code has confirmed it. */
export const TotpSecret = Type.Object(
  {
    secret: Type.String({ description: "Base32" }),
    uri: Type.String({ description: "otpauth://, for a QR code" }),
  },
  { $id: "TotpSecret", additionalProperties: false },
);
export type TotpSecret = Static<typeof TotpSecret>;

export const TotpConfirm = Type.Object(
  { code: TotpCode },
  { $id: "TotpConfirm", additionalProperties: false },
);
export type TotpConfirm = Static<typeof TotpConfirm>;

export const AdminSession = Type.Object(
  {
    id: Uuid,
    admin_id: Uuid,
    email: Type.String(),
    created_at: Timestamp,
    expires_at: Timestamp,
    current: Type.Boolean({ description: "The one that asks" }),
  },
  { $id: "AdminSession", additionalProperties: false },
);
export type AdminSession = Static<typeof AdminSession>;

export const AdminSessionList = listOf(AdminSession, "AdminSessionList");
export type AdminSessionList = Static<typeof AdminSessionList>;

/** One thing that was done, or tried. */
export const AuditEntry = Type.Object(
  {
    id: Type.Integer(),
    at: Timestamp,
    actor_kind: nullable(Type.Enum([...PRINCIPAL_KINDS])),
    actor_id: nullable(Type.String({ description: "Id of the key, the admin or the user" })),
    actor_name: nullable(Type.String()),
    action: Type.String({
      description: "Method and path of the route",
      examples: ["DELETE /api/v1/users/:id/"],
    }),
    subject: nullable(Type.String({ description: "Id of what it was done to" })),
    user_id: nullable(Type.String({ description: "Whose data" })),
    reason: nullable(Type.String()),
    status: nullable(
      Type.Integer({ description: "HTTP status of the answer; null if the process ended before it" }),
    ),
    address: nullable(Type.String({ description: "Where the request came from" })),
    request_id: nullable(Type.String()),
  },
  { $id: "AuditEntry", additionalProperties: false },
);
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditList = listOf(AuditEntry, "AuditList");
export type AuditList = Static<typeof AuditList>;

export const AuditQuery = Type.Object(
  {
    actor_kind: Type.Optional(Type.Enum([...PRINCIPAL_KINDS])),
    actor_id: Type.Optional(Type.String()),
    action: Type.Optional(Type.String()),
    subject: Type.Optional(Type.String()),
    user_id: Type.Optional(Type.String({ description: "Whose data it concerns" })),
    from: Type.Optional(Type.String({ format: "date-time" })),
    to: Type.Optional(Type.String({ format: "date-time" })),
    ...PageQuery.properties,
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

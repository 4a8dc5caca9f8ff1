CREATE SCHEMA IF NOT EXISTS "backend";
--> statement-breakpoint
CREATE TABLE "backend"."accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"erasing_since" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "backend"."sample_entries" (
	"entry_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "backend"."sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email" ON "backend"."accounts" USING btree ("email");--> statement-breakpoint
CREATE INDEX "sample_entries_user" ON "backend"."sample_entries" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "backend"."sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_expires" ON "backend"."sessions" USING btree ("expires_at");--> statement-breakpoint
-- A table of the service, whose order is that of a sync; this is the order of a list.
CREATE INDEX "journal_entries_dated" ON "journal_entries" ("user_id", (coalesce("entry_date", "created_at")), "id");

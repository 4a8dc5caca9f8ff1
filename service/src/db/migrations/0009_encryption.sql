CREATE TABLE "sealing" (
	"id" integer PRIMARY KEY NOT NULL,
	"sealed_up_to" uuid,
	"done" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"wrapped" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_keys_user_id_unique" UNIQUE("user_id")
);
--> statement-breakpoint
ALTER TABLE "documents" drop column "words";--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "words" integer GENERATED ALWAYS AS (CASE WHEN text ~ '^sealed:1:[0-9a-f-]{36}:[0-9]{1,9}:' THEN split_part(text, ':', 4)::integer
          ELSE length(text) - length(replace(replace(text, ' ', ''), chr(10), '')) + 1 END) STORED NOT NULL;
CREATE TYPE "public"."embedding_status" AS ENUM('pending', 'processing', 'completed', 'failed');--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"document_type" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"entry_date" timestamp (3) with time zone,
	"source" text NOT NULL,
	"source_id" text,
	"content_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "embedding_states" (
	"document_id" uuid PRIMARY KEY NOT NULL,
	"status" "embedding_status" NOT NULL,
	"error" text,
	"revision" integer NOT NULL,
	"claimed_by" text,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "embeddings" (
	"document_id" uuid NOT NULL,
	"index_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"start" integer NOT NULL,
	"end" integer NOT NULL,
	"tokens" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "embeddings_document_id_index_id_ordinal_pk" PRIMARY KEY("document_id","index_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "indexes" (
	"id" text PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"identity" jsonb NOT NULL,
	"dimension" integer NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"text" text NOT NULL,
	"mood" text,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"entry_date" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_state" (
	"source" text PRIMARY KEY NOT NULL,
	"cursor_updated_at" timestamp (3) with time zone,
	"cursor_id" text,
	"last_run_at" timestamp (3) with time zone,
	"last_result" jsonb
);
--> statement-breakpoint
CREATE INDEX "documents_user_created" ON "documents" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "documents_created" ON "documents" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_source" ON "documents" USING btree ("source","source_id") WHERE source_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "embedding_states_open" ON "embedding_states" USING btree ("changed_at") WHERE status IN ('pending', 'processing');--> statement-breakpoint
CREATE INDEX "journal_entries_updated" ON "journal_entries" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "journal_entries_user" ON "journal_entries" USING btree ("user_id","created_at");
CREATE TABLE "erased_documents" (
	"user_id" text NOT NULL,
	"document_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"user_id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"job_id" text NOT NULL,
	"removed" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"remaining" jsonb,
	"error" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "words" integer GENERATED ALWAYS AS (length(text) - length(replace(replace(text, ' ', ''), chr(10), '')) + 1) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "erased_documents_user" ON "erased_documents" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "documents_user_date" ON "documents" USING btree ("user_id",coalesce(entry_date, created_at),"id");
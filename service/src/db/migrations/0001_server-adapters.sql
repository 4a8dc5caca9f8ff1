CREATE TABLE "reconciliations" (
	"index_id" text PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "resume_token" text;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "ids_compared_at" timestamp (3) with time zone;
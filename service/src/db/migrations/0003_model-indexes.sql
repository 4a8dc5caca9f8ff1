CREATE TYPE "public"."index_state" AS ENUM('building', 'paused', 'failed', 'ready', 'active', 'dropped');--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "settings" jsonb;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "state" "index_state" DEFAULT 'ready' NOT NULL;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "activate_when_ready" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "built_documents" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "documents" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "built_up_to" uuid;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "error" text;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "activated_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "indexes" SET "state" = 'active', "activated_at" = "created_at" WHERE "active";--> statement-breakpoint
DELETE FROM "embeddings" WHERE "index_id" IN (SELECT "id" FROM "indexes" WHERE NOT "active");--> statement-breakpoint
DELETE FROM "indexes" WHERE NOT "active";--> statement-breakpoint
ALTER TABLE "indexes" ALTER COLUMN "state" DROP DEFAULT;--> statement-breakpoint
CREATE UNIQUE INDEX "indexes_active" ON "indexes" USING btree ("state") WHERE state = 'active';
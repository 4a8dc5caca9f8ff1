CREATE TABLE "gone_themes" (
	"user_id" text NOT NULL,
	"theme_id" uuid NOT NULL,
	"label" text NOT NULL,
	"into" uuid,
	CONSTRAINT "gone_themes_user_id_theme_id_pk" PRIMARY KEY("user_id","theme_id")
);
--> statement-breakpoint
CREATE TABLE "theme_documents" (
	"document_id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"theme_id" uuid,
	"earlier_theme_id" uuid,
	"content_hash" text NOT NULL,
	"placed" text NOT NULL,
	"x" double precision NOT NULL,
	"y" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "theme_groups" (
	"user_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "theme_groups_user_id_ordinal_pk" PRIMARY KEY("user_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "theme_moods" (
	"user_id" text NOT NULL,
	"theme_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"mood" text NOT NULL,
	"direction" text NOT NULL,
	"documents" integer NOT NULL,
	"share" double precision NOT NULL,
	"share_elsewhere" double precision NOT NULL,
	CONSTRAINT "theme_moods_user_id_theme_id_ordinal_pk" PRIMARY KEY("user_id","theme_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "theme_runs" (
	"user_id" text PRIMARY KEY NOT NULL,
	"job_id" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"run_id" uuid,
	"state" text,
	"index_id" text,
	"documents" integer,
	"computed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "theme_sentences" (
	"user_id" text NOT NULL,
	"theme_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"start" integer NOT NULL,
	"end" integer NOT NULL,
	CONSTRAINT "theme_sentences_user_id_theme_id_ordinal_pk" PRIMARY KEY("user_id","theme_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "theme_settings" (
	"theme_id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text,
	"hidden" boolean DEFAULT false NOT NULL,
	"merged_into" uuid
);
--> statement-breakpoint
CREATE TABLE "themes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"label" text NOT NULL,
	"terms" text[] NOT NULL,
	"group" integer NOT NULL,
	"x" double precision NOT NULL,
	"y" double precision NOT NULL,
	"centroid" "bytea" NOT NULL,
	"reach" double precision NOT NULL,
	"trend" text NOT NULL,
	"trend_factor" double precision,
	"trend_low" double precision,
	"trend_high" double precision,
	"first_seen" timestamp (3) with time zone,
	"last_seen" timestamp (3) with time zone,
	"change" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "theme_documents_user" ON "theme_documents" USING btree ("user_id","theme_id","placed");--> statement-breakpoint
CREATE INDEX "theme_settings_user" ON "theme_settings" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "themes_user" ON "themes" USING btree ("user_id");
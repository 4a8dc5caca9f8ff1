CREATE TABLE "admin_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"admin_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "admins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"totp_secret" text,
	"totp_confirmed" boolean DEFAULT false NOT NULL,
	"totp_step" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"secret_hash" text NOT NULL,
	"previous_hash" text,
	"previous_until" timestamp (3) with time zone,
	"user_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"rotated_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"actor_kind" text,
	"actor_id" text,
	"actor_name" text,
	"action" text NOT NULL,
	"subject" text,
	"user_id" text,
	"reason" text,
	"status" integer,
	"address" text,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"email_hash" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"locked_until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "datasets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"user_id" text,
	"consented_at" timestamp (3) with time zone,
	"licence" text,
	"items" integer DEFAULT 0 NOT NULL,
	"documents" integer,
	"judgements" integer,
	"labels" integer,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"sha256" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "experiment_metrics" (
	"experiment_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"value" double precision NOT NULL,
	"low" double precision NOT NULL,
	"high" double precision NOT NULL,
	"better" text NOT NULL,
	CONSTRAINT "experiment_metrics_experiment_id_position_pk" PRIMARY KEY("experiment_id","position")
);
--> statement-breakpoint
CREATE TABLE "experiments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"dataset_id" uuid,
	"user_id" text,
	"index_id" text NOT NULL,
	"model" text NOT NULL,
	"identity" jsonb NOT NULL,
	"passage_tokens" integer NOT NULL,
	"mode" text,
	"top_k" integer,
	"sample" integer,
	"seed" integer NOT NULL,
	"job_id" text,
	"scratch_index" text,
	"measured" integer,
	"prepare_seconds" double precision,
	"measure_seconds" double precision,
	"cores" integer,
	"cpu" text,
	"node" text,
	"service_version" text,
	"artefact_bytes" bigint,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "search_feedback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"query" text NOT NULL,
	"document_id" uuid NOT NULL,
	"helpful" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
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
CREATE TABLE "tuning_epochs" (
	"run_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"training_loss" real,
	"validation_loss" real NOT NULL,
	CONSTRAINT "tuning_epochs_run_id_epoch_pk" PRIMARY KEY("run_id","epoch")
);
--> statement-breakpoint
CREATE TABLE "tuning_metrics" (
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"base" double precision NOT NULL,
	"base_low" double precision NOT NULL,
	"base_high" double precision NOT NULL,
	"adapter" double precision NOT NULL,
	"adapter_low" double precision NOT NULL,
	"adapter_high" double precision NOT NULL,
	"difference" double precision NOT NULL,
	"difference_low" double precision NOT NULL,
	"difference_high" double precision NOT NULL,
	CONSTRAINT "tuning_metrics_run_id_position_pk" PRIMARY KEY("run_id","position")
);
--> statement-breakpoint
CREATE TABLE "tuning_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"base_index_id" text NOT NULL,
	"base_model" text NOT NULL,
	"source" text NOT NULL,
	"dataset_id" uuid,
	"user_id" text,
	"rank" integer,
	"epochs" integer NOT NULL,
	"learning_rate" double precision NOT NULL,
	"batch" integer NOT NULL,
	"temperature" double precision NOT NULL,
	"hard_negatives" integer NOT NULL,
	"seed" integer NOT NULL,
	"held_out_share" double precision NOT NULL,
	"training_pairs" integer,
	"validation_pairs" integer,
	"test_pairs" integer,
	"test_queries" integer,
	"documents" integer,
	"best_epoch" integer,
	"verdict" text,
	"prepare_seconds" double precision,
	"train_seconds" double precision,
	"cores" integer,
	"cpu" text,
	"node" text,
	"service_version" text,
	"checkpoint_bytes" integer,
	"card_bytes" integer,
	"sha256" text,
	"job_id" text,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tuning_users" (
	"run_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "tuning_users_run_id_user_id_pk" PRIMARY KEY("run_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "model_usage" (
	"day" date NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"requests" bigint NOT NULL,
	"tokens" bigint NOT NULL,
	"cost_usd" double precision,
	CONSTRAINT "model_usage_day_provider_model_pk" PRIMARY KEY("day","provider","model")
);
--> statement-breakpoint
ALTER TABLE "embedding_states" ADD COLUMN "wanted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "base_index_id" text;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "tuning_id" uuid;--> statement-breakpoint
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "experiment_metrics" ADD CONSTRAINT "experiment_metrics_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "experiments" ADD CONSTRAINT "experiments_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_feedback" ADD CONSTRAINT "search_feedback_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_epochs" ADD CONSTRAINT "tuning_epochs_run_id_tuning_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."tuning_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_metrics" ADD CONSTRAINT "tuning_metrics_run_id_tuning_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."tuning_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_runs" ADD CONSTRAINT "tuning_runs_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_users" ADD CONSTRAINT "tuning_users_run_id_tuning_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."tuning_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "admin_sessions_token" ON "admin_sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "admins_email" ON "admins" USING btree ("email");--> statement-breakpoint
CREATE INDEX "admins_created" ON "admins" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "api_keys_user" ON "api_keys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "api_keys_created" ON "api_keys" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_log_user" ON "audit_log" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "datasets_name" ON "datasets" USING btree ("name") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "datasets_user" ON "datasets" USING btree ("user_id") WHERE user_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "experiments_dataset" ON "experiments" USING btree ("dataset_id");--> statement-breakpoint
CREATE INDEX "experiments_user" ON "experiments" USING btree ("user_id") WHERE user_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "experiments_open" ON "experiments" USING btree ("state") WHERE state IN ('pending', 'running');--> statement-breakpoint
CREATE INDEX "search_feedback_user" ON "search_feedback" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "search_feedback_document" ON "search_feedback" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "theme_documents_user" ON "theme_documents" USING btree ("user_id","theme_id","placed");--> statement-breakpoint
CREATE INDEX "theme_settings_user" ON "theme_settings" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "themes_user" ON "themes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "tuning_runs_dataset" ON "tuning_runs" USING btree ("dataset_id");--> statement-breakpoint
CREATE INDEX "tuning_runs_open" ON "tuning_runs" USING btree ("state") WHERE state IN ('pending', 'running');--> statement-breakpoint
CREATE INDEX "tuning_users_user" ON "tuning_users" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "embedding_states_failed" ON "embedding_states" USING btree ("changed_at") WHERE status = 'failed';
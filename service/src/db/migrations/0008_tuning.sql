CREATE TABLE "search_feedback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"query" text NOT NULL,
	"document_id" uuid NOT NULL,
	"helpful" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
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
ALTER TABLE "indexes" ADD COLUMN "base_index_id" text;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "tuning_id" uuid;--> statement-breakpoint
ALTER TABLE "search_feedback" ADD CONSTRAINT "search_feedback_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_epochs" ADD CONSTRAINT "tuning_epochs_run_id_tuning_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."tuning_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_metrics" ADD CONSTRAINT "tuning_metrics_run_id_tuning_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."tuning_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_runs" ADD CONSTRAINT "tuning_runs_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuning_users" ADD CONSTRAINT "tuning_users_run_id_tuning_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."tuning_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_feedback_user" ON "search_feedback" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "search_feedback_document" ON "search_feedback" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "tuning_runs_dataset" ON "tuning_runs" USING btree ("dataset_id");--> statement-breakpoint
CREATE INDEX "tuning_runs_open" ON "tuning_runs" USING btree ("state") WHERE state IN ('pending', 'running');--> statement-breakpoint
CREATE INDEX "tuning_users_user" ON "tuning_users" USING btree ("user_id");
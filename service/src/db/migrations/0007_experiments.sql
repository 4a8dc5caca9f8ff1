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
ALTER TABLE "experiment_metrics" ADD CONSTRAINT "experiment_metrics_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "experiments" ADD CONSTRAINT "experiments_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "datasets_name" ON "datasets" USING btree ("name") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "datasets_user" ON "datasets" USING btree ("user_id") WHERE user_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "experiments_dataset" ON "experiments" USING btree ("dataset_id");--> statement-breakpoint
CREATE INDEX "experiments_user" ON "experiments" USING btree ("user_id") WHERE user_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "experiments_open" ON "experiments" USING btree ("state") WHERE state IN ('pending', 'running');
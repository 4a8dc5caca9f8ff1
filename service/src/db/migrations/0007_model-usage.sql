CREATE TABLE "model_usage" (
	"day" date NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"requests" bigint NOT NULL,
	"tokens" bigint NOT NULL,
	"cost_usd" double precision,
	CONSTRAINT "model_usage_day_provider_model_pk" PRIMARY KEY("day","provider","model")
);

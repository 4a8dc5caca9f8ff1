CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE FUNCTION "events_in_turn"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- Before a row has its id. Held until the transaction ends, so ids become visible in their order.
	PERFORM pg_advisory_xact_lock(20260103);
	PERFORM pg_notify('events', '');
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "events_in_turn" BEFORE INSERT ON "events" FOR EACH STATEMENT EXECUTE FUNCTION "events_in_turn"();

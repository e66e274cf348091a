-- Event logs uploaded to see actual journeys in; their events stay in the file.
CREATE TABLE "event_logs" (
    "id" uuid NOT NULL CONSTRAINT "pk_event_logs" PRIMARY KEY,
    "number" integer NOT NULL,
    "name" text NOT NULL,
    "file_name" text NOT NULL,
    "file_bytes" bigint NOT NULL,
    "mapping" text NOT NULL,
    "format" text NOT NULL,
    "cases" integer NOT NULL,
    "events" integer NOT NULL,
    "activities" integer NOT NULL,
    "customers" integer NULL,
    "first_at" timestamp with time zone NULL,
    "last_at" timestamp with time zone NULL,
    "notes" text NOT NULL,
    "problem" text NULL,
    "uploaded_by" text NOT NULL,
    "uploaded_at" timestamp with time zone NOT NULL,
    "archived_at" timestamp with time zone NULL,
    "version" integer NOT NULL
);

CREATE UNIQUE INDEX "ix_event_logs_number" ON "event_logs" ("number");

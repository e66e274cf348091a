-- Event logs grow by files; what was found in them is read again, and what they are compared with is kept.
ALTER TABLE "event_logs" ADD COLUMN "additions" text NOT NULL DEFAULT '[]';

CREATE TABLE "log_findings" (
    "id" uuid NOT NULL CONSTRAINT "pk_log_findings" PRIMARY KEY,
    "log_id" uuid NOT NULL,
    "kind" text NOT NULL,
    "activity" text NULL,
    "next" text NULL,
    "query" text NOT NULL,
    "measure" text NOT NULL,
    "source_id" uuid NOT NULL,
    "stage_id" uuid NOT NULL,
    "log_version" integer NOT NULL,
    "problem" text NULL,
    "saved_by" text NOT NULL,
    "read_at" timestamp with time zone NOT NULL,
    CONSTRAINT "fk_log_findings_log_id" FOREIGN KEY ("log_id") REFERENCES "event_logs" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_log_findings_log_id" ON "log_findings" ("log_id");

CREATE TABLE "log_comparisons" (
    "id" uuid NOT NULL CONSTRAINT "pk_log_comparisons" PRIMARY KEY,
    "log_id" uuid NOT NULL,
    "journey_id" uuid NOT NULL,
    "stages" text NOT NULL,
    "found" text NOT NULL,
    "log_version" integer NOT NULL,
    "journey_version" integer NOT NULL,
    "changed_by" text NOT NULL,
    "changed_at" timestamp with time zone NOT NULL,
    "compared_at" timestamp with time zone NOT NULL,
    "version" integer NOT NULL,
    CONSTRAINT "fk_log_comparisons_log_id" FOREIGN KEY ("log_id") REFERENCES "event_logs" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_log_comparisons_journey_id" FOREIGN KEY ("journey_id") REFERENCES "journeys" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_log_comparisons_log_id_journey_id" ON "log_comparisons" ("log_id", "journey_id");
CREATE INDEX "ix_log_comparisons_journey_id" ON "log_comparisons" ("journey_id");

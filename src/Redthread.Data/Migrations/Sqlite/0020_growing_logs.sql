-- Event logs grow by files; what was found in them is read again, and what they are compared with is kept.
ALTER TABLE "event_logs" ADD COLUMN "additions" TEXT NOT NULL DEFAULT '[]';

CREATE TABLE "log_findings" (
    "id" TEXT NOT NULL CONSTRAINT "pk_log_findings" PRIMARY KEY,
    "log_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "activity" TEXT NULL,
    "next" TEXT NULL,
    "query" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "log_version" INTEGER NOT NULL,
    "problem" TEXT NULL,
    "saved_by" TEXT NOT NULL,
    "read_at" TEXT NOT NULL,
    CONSTRAINT "fk_log_findings_log_id" FOREIGN KEY ("log_id") REFERENCES "event_logs" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_log_findings_log_id" ON "log_findings" ("log_id");

CREATE TABLE "log_comparisons" (
    "id" TEXT NOT NULL CONSTRAINT "pk_log_comparisons" PRIMARY KEY,
    "log_id" TEXT NOT NULL,
    "journey_id" TEXT NOT NULL,
    "stages" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "log_version" INTEGER NOT NULL,
    "journey_version" INTEGER NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL,
    "compared_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_log_comparisons_log_id" FOREIGN KEY ("log_id") REFERENCES "event_logs" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_log_comparisons_journey_id" FOREIGN KEY ("journey_id") REFERENCES "journeys" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_log_comparisons_log_id_journey_id" ON "log_comparisons" ("log_id", "journey_id");
CREATE INDEX "ix_log_comparisons_journey_id" ON "log_comparisons" ("journey_id");

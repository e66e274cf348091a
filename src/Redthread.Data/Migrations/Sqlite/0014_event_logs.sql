-- Event logs uploaded to see actual journeys in; their events stay in the file.
CREATE TABLE "event_logs" (
    "id" TEXT NOT NULL CONSTRAINT "pk_event_logs" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_bytes" INTEGER NOT NULL,
    "mapping" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "cases" INTEGER NOT NULL,
    "events" INTEGER NOT NULL,
    "activities" INTEGER NOT NULL,
    "customers" INTEGER NULL,
    "first_at" TEXT NULL,
    "last_at" TEXT NULL,
    "notes" TEXT NOT NULL,
    "problem" TEXT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_event_logs_number" ON "event_logs" ("number");

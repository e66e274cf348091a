-- The Desk: what detectors found, and how they are set.
CREATE TABLE "detector_settings" (
    "detector" TEXT NOT NULL CONSTRAINT "pk_detector_settings" PRIMARY KEY,
    "on" INTEGER NOT NULL,
    "thresholds" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL,
    "changed_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "findings" (
    "id" TEXT NOT NULL CONSTRAINT "pk_findings" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "detector" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "other_id" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "step_label" TEXT NOT NULL,
    "step_href" TEXT NOT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "first_at" TEXT NOT NULL,
    "gone_at" TEXT NULL,
    "settled_fingerprint" TEXT NULL,
    "dismissed_at" TEXT NULL,
    "dismissed_by" TEXT NULL,
    "reason" TEXT NULL,
    "snoozed_until" TEXT NULL,
    "snoozed_by" TEXT NULL,
    "reopened_at" TEXT NULL,
    "asked_at" TEXT NULL,
    "asked_by" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE INDEX "ix_findings_gone_at" ON "findings" ("gone_at");

CREATE UNIQUE INDEX "ix_findings_number" ON "findings" ("number");

CREATE UNIQUE INDEX "ix_findings_open" ON "findings" ("detector", "subject_id", "other_id") WHERE "gone_at" IS NULL;

CREATE INDEX "ix_findings_subject_id" ON "findings" ("subject_id");

-- Why an item of a hand-over is left open, and by whom.
ALTER TABLE "handover_items" ADD COLUMN "left_at" TEXT NULL;
ALTER TABLE "handover_items" ADD COLUMN "left_by" TEXT NULL;
ALTER TABLE "handover_items" ADD COLUMN "left_reason" TEXT NULL;

-- By whose clocks a ritual recurs, and those of the organisation.
ALTER TABLE "rituals" ADD COLUMN "time_zone" TEXT NOT NULL DEFAULT 'UTC';

CREATE TABLE "organisation_clocks" (
    "id" TEXT NOT NULL CONSTRAINT "pk_organisation_clocks" PRIMARY KEY,
    "time_zone" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL,
    "changed_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

-- How sure the classifier was of a place it gave; places refused by hand (origin 'Refused') are remembered so that it does not give them again.
ALTER TABLE placements ADD COLUMN confidence REAL NULL;
CREATE INDEX ix_placements_hand ON placements (signal_id) WHERE origin IN ('Hand', 'Refused');

-- From which probability on the classifier places verbatims by itself; null is never.
CREATE TABLE "placing_settings" (
    "kind" TEXT NOT NULL CONSTRAINT "pk_placing_settings" PRIMARY KEY,
    "threshold" REAL NULL,
    "changed_at" TEXT NOT NULL,
    "changed_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

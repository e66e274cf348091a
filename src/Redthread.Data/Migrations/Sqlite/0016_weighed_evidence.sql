-- What a decision weighed, as it was on the day it was made.
CREATE TABLE "weighed_evidence" (
    "decision_id" TEXT NOT NULL,
    "insight_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "reason" TEXT NULL,
    "percent" REAL NOT NULL,
    "for" INTEGER NOT NULL,
    "against" INTEGER NOT NULL,
    "customers" INTEGER NOT NULL,
    CONSTRAINT "pk_weighed_evidence" PRIMARY KEY ("decision_id", "insight_id"),
    CONSTRAINT "fk_weighed_evidence_decision_id" FOREIGN KEY ("decision_id") REFERENCES "decisions" ("id") ON DELETE CASCADE
);

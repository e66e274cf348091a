-- What a decision weighed, as it was on the day it was made.
CREATE TABLE "weighed_evidence" (
    "decision_id" uuid NOT NULL,
    "insight_id" uuid NOT NULL,
    "number" integer NOT NULL,
    "title" text NOT NULL,
    "type" text NOT NULL,
    "mark" text NOT NULL,
    "reason" text NULL,
    "percent" double precision NOT NULL,
    "for" integer NOT NULL,
    "against" integer NOT NULL,
    "customers" integer NOT NULL,
    CONSTRAINT "pk_weighed_evidence" PRIMARY KEY ("decision_id", "insight_id"),
    CONSTRAINT "fk_weighed_evidence_decision_id" FOREIGN KEY ("decision_id") REFERENCES "decisions" ("id") ON DELETE CASCADE
);

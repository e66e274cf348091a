-- Threads: objects from insight to key result, the links between them, and what people say about them.
CREATE TABLE "check_ins" (
    "id" TEXT NOT NULL CONSTRAINT "pk_check_ins" PRIMARY KEY,
    "key_result_id" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "value" REAL NULL,
    "confidence" REAL NULL,
    "text" TEXT NULL
);

CREATE TABLE "comments" (
    "id" TEXT NOT NULL CONSTRAINT "pk_comments" PRIMARY KEY,
    "object_id" TEXT NOT NULL,
    "person_id" TEXT NULL,
    "by" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "edited_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "decisions" (
    "id" TEXT NOT NULL CONSTRAINT "pk_decisions" PRIMARY KEY,
    "type" TEXT NOT NULL,
    "question" TEXT NULL,
    "due_on" TEXT NULL,
    "decider_id" TEXT NULL,
    "nothing_against_by" TEXT NULL,
    "nothing_against_at" TEXT NULL,
    "made_at" TEXT NULL,
    "made_by" TEXT NULL,
    "choice" TEXT NULL,
    "expected" TEXT NULL,
    "expected_stage_id" TEXT NULL,
    "expected_points" REAL NULL,
    "review_on" TEXT NULL,
    "reviewed_at" TEXT NULL,
    "reviewed_by" TEXT NULL,
    "actual" TEXT NULL,
    "situation" TEXT NULL,
    "complication" TEXT NULL,
    "dossier_question" TEXT NULL,
    "answer" TEXT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NULL,
    "external_id" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "merged_into_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "evidence" (
    "insight_id" TEXT NOT NULL,
    "signal_id" INTEGER NOT NULL,
    "stance" TEXT NOT NULL,
    "customer" INTEGER NULL,
    "account" TEXT NULL,
    "source_id" TEXT NOT NULL,
    "segments" TEXT NOT NULL,
    "occurred_at" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TEXT NOT NULL,
    CONSTRAINT "pk_evidence" PRIMARY KEY ("insight_id", "signal_id")
);

CREATE TABLE "insights" (
    "id" TEXT NOT NULL CONSTRAINT "pk_insights" PRIMARY KEY,
    "type" TEXT NOT NULL,
    "approved_at" TEXT NULL,
    "approved_by" TEXT NULL,
    "split_from_id" TEXT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NULL,
    "external_id" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "merged_into_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "key_results" (
    "id" TEXT NOT NULL CONSTRAINT "pk_key_results" PRIMARY KEY,
    "objective_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "target_id" TEXT NULL,
    "segment_id" TEXT NULL,
    "unit" TEXT NOT NULL,
    "start" REAL NULL,
    "target" REAL NOT NULL,
    "manual" REAL NULL,
    "horizon" TEXT NOT NULL,
    "pay_depends" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NULL,
    "external_id" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "merged_into_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "links" (
    "from_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "to_id" TEXT NOT NULL,
    "reason" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    CONSTRAINT "pk_links" PRIMARY KEY ("from_id", "kind", "to_id")
);

CREATE TABLE "notifications" (
    "id" TEXT NOT NULL CONSTRAINT "pk_notifications" PRIMARY KEY,
    "person_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "object_id" TEXT NULL,
    "text" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "read_at" TEXT NULL
);

CREATE TABLE "objectives" (
    "id" TEXT NOT NULL CONSTRAINT "pk_objectives" PRIMARY KEY,
    "cycle" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NULL,
    "external_id" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "merged_into_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "opportunities" (
    "id" TEXT NOT NULL CONSTRAINT "pk_opportunities" PRIMARY KEY,
    "closed_at" TEXT NULL,
    "effort" REAL NULL,
    "value_at_risk" REAL NULL,
    "rice_reach" REAL NULL,
    "rice_impact" REAL NULL,
    "rice_confidence" REAL NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NULL,
    "external_id" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "merged_into_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "outcome_points" (
    "outcome_id" TEXT NOT NULL,
    "on" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "value" REAL NOT NULL,
    CONSTRAINT "pk_outcome_points" PRIMARY KEY ("outcome_id", "segment_id", "on")
);

CREATE TABLE "outcomes" (
    "id" TEXT NOT NULL CONSTRAINT "pk_outcomes" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "higher_is_better" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "pressures" (
    "id" TEXT NOT NULL CONSTRAINT "pk_pressures" PRIMARY KEY,
    "type" TEXT NOT NULL,
    "resolved_at" TEXT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NULL,
    "external_id" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "merged_into_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "report_doors" (
    "id" TEXT NOT NULL CONSTRAINT "pk_report_doors" PRIMARY KEY,
    "team_id" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "pin_hash" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "closed_at" TEXT NULL
);

CREATE TABLE "reports" (
    "id" TEXT NOT NULL CONSTRAINT "pk_reports" PRIMARY KEY,
    "door_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "stage_id" TEXT NULL,
    "text" TEXT NOT NULL,
    "blocked" TEXT NULL,
    "blocked_text" TEXT NULL,
    "by" TEXT NULL,
    "at" TEXT NOT NULL
);

CREATE TABLE "score_votes" (
    "round_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "reason" TEXT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_score_votes" PRIMARY KEY ("round_id", "person_id")
);

CREATE TABLE "scoring_rounds" (
    "id" TEXT NOT NULL CONSTRAINT "pk_scoring_rounds" PRIMARY KEY,
    "opportunity_id" TEXT NOT NULL,
    "opened_at" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "revealed_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "solutions" (
    "id" TEXT NOT NULL CONSTRAINT "pk_solutions" PRIMARY KEY,
    "type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "horizon" TEXT NOT NULL,
    "cycle" TEXT NULL,
    "effort" REAL NULL,
    "cost" REAL NULL,
    "test_plan" TEXT NULL,
    "tracker_url" TEXT NULL,
    "shipped_at" TEXT NULL,
    "position" REAL NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NULL,
    "external_id" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "merged_into_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "watches" (
    "person_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_watches" PRIMARY KEY ("object_id", "person_id")
);

CREATE TABLE "decision_options" (
    "id" TEXT NOT NULL CONSTRAINT "pk_decision_options" PRIMARY KEY,
    "decision_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "north_star_points" REAL NULL,
    "effect" TEXT NULL,
    "chosen" INTEGER NOT NULL,
    CONSTRAINT "fk_decision_options_decision_id" FOREIGN KEY ("decision_id") REFERENCES "decisions" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_check_ins_key_result_id_at" ON "check_ins" ("key_result_id", "at");

CREATE INDEX "ix_comments_object_id_at" ON "comments" ("object_id", "at");

CREATE INDEX "ix_decision_options_decision_id" ON "decision_options" ("decision_id");

CREATE UNIQUE INDEX "ix_decisions_external_id" ON "decisions" ("external_id");

CREATE UNIQUE INDEX "ix_decisions_number" ON "decisions" ("number");

CREATE INDEX "ix_evidence_customer" ON "evidence" ("customer");

CREATE INDEX "ix_evidence_signal_id" ON "evidence" ("signal_id");

CREATE UNIQUE INDEX "ix_insights_external_id" ON "insights" ("external_id");

CREATE UNIQUE INDEX "ix_insights_number" ON "insights" ("number");

CREATE UNIQUE INDEX "ix_key_results_external_id" ON "key_results" ("external_id");

CREATE UNIQUE INDEX "ix_key_results_number" ON "key_results" ("number");

CREATE INDEX "ix_key_results_objective_id" ON "key_results" ("objective_id");

CREATE INDEX "ix_links_to_id_kind" ON "links" ("to_id", "kind");

CREATE INDEX "ix_notifications_person_id_at" ON "notifications" ("person_id", "at");

CREATE UNIQUE INDEX "ix_objectives_external_id" ON "objectives" ("external_id");

CREATE UNIQUE INDEX "ix_objectives_number" ON "objectives" ("number");

CREATE UNIQUE INDEX "ix_opportunities_external_id" ON "opportunities" ("external_id");

CREATE UNIQUE INDEX "ix_opportunities_number" ON "opportunities" ("number");

CREATE UNIQUE INDEX "ix_outcomes_key" ON "outcomes" ("key");

CREATE UNIQUE INDEX "ix_pressures_external_id" ON "pressures" ("external_id");

CREATE UNIQUE INDEX "ix_pressures_number" ON "pressures" ("number");

CREATE UNIQUE INDEX "ix_report_doors_secret_hash" ON "report_doors" ("secret_hash");

CREATE INDEX "ix_reports_at" ON "reports" ("at");

CREATE UNIQUE INDEX "ix_reports_secret_hash" ON "reports" ("secret_hash");

CREATE UNIQUE INDEX "ix_scoring_rounds_open" ON "scoring_rounds" ("opportunity_id") WHERE "revealed_at" IS NULL;

CREATE INDEX "ix_scoring_rounds_opportunity_id" ON "scoring_rounds" ("opportunity_id");

CREATE UNIQUE INDEX "ix_solutions_external_id" ON "solutions" ("external_id");

CREATE UNIQUE INDEX "ix_solutions_number" ON "solutions" ("number");

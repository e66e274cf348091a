-- Agreed scores by blind votes; rituals, their meetings, calendar feeds and hand-overs.

CREATE TABLE "agreement_dissents" (
    "round_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    CONSTRAINT "pk_agreement_dissents" PRIMARY KEY ("round_id", "stage_id", "team_id")
);

CREATE TABLE "agreement_rounds" (
    "id" TEXT NOT NULL CONSTRAINT "pk_agreement_rounds" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "cycle" TEXT NOT NULL,
    "purpose" TEXT NULL,
    "opened_at" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "revealed_at" TEXT NULL,
    "revealed_by" TEXT NULL,
    "cancelled_at" TEXT NULL,
    "cancelled_by" TEXT NULL,
    "cancel_reason" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "agreement_votes" (
    "round_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT NULL,
    "at" TEXT NOT NULL,
    "person_id" TEXT NULL,
    "by" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_agreement_votes" PRIMARY KEY ("round_id", "stage_id", "team_id")
);

CREATE TABLE "calendar_feeds" (
    "id" TEXT NOT NULL CONSTRAINT "pk_calendar_feeds" PRIMARY KEY,
    "person_id" TEXT NOT NULL,
    "all" INTEGER NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "revoked_at" TEXT NULL
);

CREATE TABLE "handovers" (
    "id" TEXT NOT NULL CONSTRAINT "pk_handovers" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "from_person_id" TEXT NOT NULL,
    "to_person_id" TEXT NOT NULL,
    "note" TEXT NULL,
    "started_at" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "from_signed_at" TEXT NULL,
    "to_signed_at" TEXT NULL,
    "completed_at" TEXT NULL,
    "cancelled_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "meetings" (
    "id" TEXT NOT NULL CONSTRAINT "pk_meetings" PRIMARY KEY,
    "ritual_id" TEXT NOT NULL,
    "occurs_at" TEXT NOT NULL,
    "agenda" TEXT NULL,
    "minutes" TEXT NULL,
    "outcomes" TEXT NULL,
    "prepared_at" TEXT NOT NULL,
    "prepared_by" TEXT NOT NULL,
    "held_at" TEXT NULL,
    "held_by" TEXT NULL,
    "skipped_at" TEXT NULL,
    "skipped_by" TEXT NULL,
    "skip_reason" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "rituals" (
    "id" TEXT NOT NULL CONSTRAINT "pk_rituals" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NULL,
    "type" TEXT NOT NULL,
    "every" INTEGER NOT NULL,
    "unit" TEXT NOT NULL,
    "starts_at" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "location" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "agreement_stages" (
    "round_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "agreed" INTEGER NULL,
    "why" TEXT NULL,
    "agreed_at" TEXT NULL,
    "agreed_by" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_agreement_stages" PRIMARY KEY ("round_id", "stage_id"),
    CONSTRAINT "fk_agreement_stages_round_id" FOREIGN KEY ("round_id") REFERENCES "agreement_rounds" ("id") ON DELETE CASCADE
);

CREATE TABLE "agreement_teams" (
    "round_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    CONSTRAINT "pk_agreement_teams" PRIMARY KEY ("round_id", "team_id"),
    CONSTRAINT "fk_agreement_teams_round_id" FOREIGN KEY ("round_id") REFERENCES "agreement_rounds" ("id") ON DELETE CASCADE
);

CREATE TABLE "handover_items" (
    "id" TEXT NOT NULL CONSTRAINT "pk_handover_items" PRIMARY KEY,
    "handover_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "address" TEXT NULL,
    "done_at" TEXT NULL,
    "done_by" TEXT NULL,
    CONSTRAINT "fk_handover_items_handover_id" FOREIGN KEY ("handover_id") REFERENCES "handovers" ("id") ON DELETE CASCADE
);

CREATE TABLE "attendances" (
    "meeting_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    CONSTRAINT "pk_attendances" PRIMARY KEY ("meeting_id", "person_id"),
    CONSTRAINT "fk_attendances_meeting_id" FOREIGN KEY ("meeting_id") REFERENCES "meetings" ("id") ON DELETE CASCADE
);

CREATE TABLE "ritual_audiences" (
    "ritual_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "is_team" INTEGER NOT NULL,
    CONSTRAINT "pk_ritual_audiences" PRIMARY KEY ("ritual_id", "member_id"),
    CONSTRAINT "fk_ritual_audiences_ritual_id" FOREIGN KEY ("ritual_id") REFERENCES "rituals" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_agreement_rounds_cycle" ON "agreement_rounds" ("cycle");

CREATE UNIQUE INDEX "ix_agreement_rounds_number" ON "agreement_rounds" ("number");

CREATE INDEX "ix_agreement_stages_stage_id" ON "agreement_stages" ("stage_id");

CREATE UNIQUE INDEX "ix_calendar_feeds_secret_hash" ON "calendar_feeds" ("secret_hash");

CREATE INDEX "ix_handover_items_handover_id" ON "handover_items" ("handover_id");

CREATE UNIQUE INDEX "ix_handovers_number" ON "handovers" ("number");

CREATE UNIQUE INDEX "ix_meetings_ritual_id_occurs_at" ON "meetings" ("ritual_id", "occurs_at");

CREATE UNIQUE INDEX "ix_rituals_number" ON "rituals" ("number");

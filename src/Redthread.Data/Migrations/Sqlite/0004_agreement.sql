-- Agreed scores and the rhythm.

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

CREATE INDEX "ix_agreement_rounds_cycle" ON "agreement_rounds" ("cycle");

CREATE UNIQUE INDEX "ix_agreement_rounds_number" ON "agreement_rounds" ("number");

CREATE INDEX "ix_agreement_stages_stage_id" ON "agreement_stages" ("stage_id");

CREATE TABLE "conversations" (
    "id" TEXT NOT NULL CONSTRAINT "pk_conversations" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "with" TEXT NOT NULL,
    "customer" BLOB NULL,
    "account" TEXT NULL,
    "segment_id" TEXT NULL,
    "stakeholder" TEXT NULL,
    "team_id" TEXT NULL,
    "starts_at" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "place" TEXT NULL,
    "guide" TEXT NULL,
    "guide_key" TEXT NULL,
    "guide_version" INTEGER NULL,
    "held_at" TEXT NULL,
    "cancelled_at" TEXT NULL,
    "sequence" INTEGER NOT NULL,
    "consent" TEXT NOT NULL,
    "consent_on" TEXT NULL,
    "consent_how" TEXT NULL,
    "consent_by" TEXT NULL,
    "withdrawn_at" TEXT NULL,
    "withdrawn_by" TEXT NULL,
    "notes" TEXT NULL,
    "erased_at" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "conversation_interviewers" (
    "conversation_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    CONSTRAINT "pk_conversation_interviewers" PRIMARY KEY ("conversation_id", "person_id"),
    CONSTRAINT "fk_conversation_interviewers_conversation_id" FOREIGN KEY ("conversation_id") REFERENCES "conversations" ("id") ON DELETE CASCADE
);

CREATE TABLE "conversation_stages" (
    "conversation_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    CONSTRAINT "pk_conversation_stages" PRIMARY KEY ("conversation_id", "stage_id"),
    CONSTRAINT "fk_conversation_stages_conversation_id" FOREIGN KEY ("conversation_id") REFERENCES "conversations" ("id") ON DELETE CASCADE
);

CREATE TABLE "highlights" (
    "id" TEXT NOT NULL CONSTRAINT "pk_highlights" PRIMARY KEY,
    "conversation_id" TEXT NOT NULL,
    "quotation" TEXT NULL,
    "position" INTEGER NOT NULL,
    "insight_id" TEXT NULL,
    "stance" TEXT NOT NULL,
    "sent_at" TEXT NULL,
    "signal_id" INTEGER NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "removed_at" TEXT NULL,
    CONSTRAINT "fk_highlights_conversation_id" FOREIGN KEY ("conversation_id") REFERENCES "conversations" ("id") ON DELETE CASCADE
);

CREATE TABLE "highlight_stages" (
    "highlight_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    CONSTRAINT "pk_highlight_stages" PRIMARY KEY ("highlight_id", "stage_id"),
    CONSTRAINT "fk_highlight_stages_highlight_id" FOREIGN KEY ("highlight_id") REFERENCES "highlights" ("id") ON DELETE CASCADE
);

CREATE TABLE "guides" (
    "id" TEXT NOT NULL CONSTRAINT "pk_guides" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "with" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL,
    "changed_by" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "conversation_targets" (
    "cycle" TEXT NOT NULL,
    "with" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "wanted" INTEGER NOT NULL,
    CONSTRAINT "pk_conversation_targets" PRIMARY KEY ("cycle", "with", "segment_id")
);

CREATE INDEX "ix_conversations_customer" ON "conversations" ("customer");

CREATE UNIQUE INDEX "ix_conversations_number" ON "conversations" ("number");

CREATE INDEX "ix_conversations_starts_at" ON "conversations" ("starts_at");

CREATE UNIQUE INDEX "ix_guides_key" ON "guides" ("key");

CREATE INDEX "ix_highlights_conversation_id" ON "highlights" ("conversation_id");

ALTER TABLE "notifications" ADD COLUMN "routed_at" TEXT NULL;

-- What was told before there was e-mail is not sent now.
UPDATE "notifications" SET "routed_at" = "at";

CREATE INDEX "ix_notifications_unrouted" ON "notifications" ("routed_at") WHERE "routed_at" IS NULL;

CREATE TABLE "notice_choices" (
    "person_id" TEXT NOT NULL CONSTRAINT "pk_notice_choices" PRIMARY KEY,
    "pace" TEXT NOT NULL,
    "muted" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL
);

CREATE TABLE "deliveries" (
    "id" TEXT NOT NULL CONSTRAINT "pk_deliveries" PRIMARY KEY,
    "notification_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "webhook_id" TEXT NULL,
    "digest" INTEGER NOT NULL,
    "due_at" TEXT NOT NULL,
    "first_due_at" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "claimed_until" TEXT NULL,
    "sent_at" TEXT NULL,
    "last_error" TEXT NULL
);

CREATE INDEX "ix_deliveries_person_id_first_due_at" ON "deliveries" ("person_id", "first_due_at");

CREATE INDEX "ix_deliveries_state_due_at" ON "deliveries" ("state", "due_at");

CREATE TABLE "webhooks" (
    "id" TEXT NOT NULL CONSTRAINT "pk_webhooks" PRIMARY KEY,
    "person_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "disabled_at" TEXT NULL,
    "disabled_why" TEXT NULL
);

CREATE INDEX "ix_webhooks_person_id" ON "webhooks" ("person_id");

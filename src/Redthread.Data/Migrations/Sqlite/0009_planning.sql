-- Planning sessions: one a cycle, and what was planned when it was closed.
CREATE TABLE "planning_sessions" (
    "id" TEXT NOT NULL CONSTRAINT "pk_planning_sessions" PRIMARY KEY,
    "cycle" TEXT NOT NULL,
    "purpose" TEXT NULL,
    "ritual_id" TEXT NULL,
    "occurs_at" TEXT NULL,
    "opened_at" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "locked_at" TEXT NULL,
    "locked_by" TEXT NULL,
    "closed_at" TEXT NULL,
    "closed_by" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_planning_sessions_cycle" ON "planning_sessions" ("cycle");

CREATE TABLE "planned_items" (
    "session_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "team" TEXT NULL,
    "effort" REAL NULL,
    "cost" REAL NULL,
    "value" INTEGER NULL,
    CONSTRAINT "pk_planned_items" PRIMARY KEY ("session_id", "kind", "subject_id"),
    CONSTRAINT "fk_planned_items_session_id" FOREIGN KEY ("session_id") REFERENCES "planning_sessions" ("id") ON DELETE CASCADE
);

-- What the organisation says in public, and what would show it true.
CREATE TABLE "claims" (
    "id" TEXT NOT NULL CONSTRAINT "pk_claims" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "said_in" TEXT NOT NULL,
    "said_on" TEXT NOT NULL,
    "test" TEXT NOT NULL,
    "target_id" TEXT NULL,
    "segment_id" TEXT NULL,
    "promise" REAL NULL,
    "owner_team_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    "withdrawn_by" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_claims_number" ON "claims" ("number");

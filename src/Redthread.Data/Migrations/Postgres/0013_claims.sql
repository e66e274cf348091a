-- What the organisation says in public, and what would show it true.
CREATE TABLE "claims" (
    "id" uuid NOT NULL CONSTRAINT "pk_claims" PRIMARY KEY,
    "number" integer NOT NULL,
    "text" text NOT NULL,
    "said_in" text NOT NULL,
    "said_on" date NOT NULL,
    "test" text NOT NULL,
    "target_id" uuid NULL,
    "segment_id" uuid NULL,
    "promise" double precision NULL,
    "owner_team_id" uuid NULL,
    "created_at" timestamp with time zone NOT NULL,
    "created_by" text NOT NULL,
    "withdrawn_at" timestamp with time zone NULL,
    "withdrawn_by" text NULL,
    "version" integer NOT NULL
);

CREATE UNIQUE INDEX "ix_claims_number" ON "claims" ("number");

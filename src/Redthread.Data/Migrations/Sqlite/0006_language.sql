CREATE TABLE "terms" (
    "id" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    "avoid" TEXT NULL,
    "behind" TEXT NULL,
    "counter_example" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "example" TEXT NULL,
    "key" TEXT NOT NULL,
    "owner_person_id" TEXT NULL,
    "version" INTEGER NOT NULL,
    "word" TEXT NOT NULL,
    CONSTRAINT "pk_terms" PRIMARY KEY ("id")
);

CREATE TABLE "term_versions" (
    "term_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "avoid" TEXT NULL,
    "behind" TEXT NULL,
    "by" TEXT NOT NULL,
    "counter_example" TEXT NULL,
    "definition" TEXT NOT NULL,
    "example" TEXT NULL,
    "reason" TEXT NULL,
    "word" TEXT NOT NULL,
    CONSTRAINT "pk_term_versions" PRIMARY KEY ("term_id", "version")
);

CREATE TABLE "term_stances" (
    "team_id" TEXT NOT NULL,
    "term_id" TEXT NOT NULL,
    "agrees" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_term_stances" PRIMARY KEY ("term_id", "team_id")
);

CREATE UNIQUE INDEX "ix_terms_key" ON "terms" ("key");

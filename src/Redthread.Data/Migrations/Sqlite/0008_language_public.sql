-- The published glossary, and frequent phrases that need no definition.
CREATE TABLE "glossaries" (
    "id" TEXT NOT NULL CONSTRAINT "pk_glossaries" PRIMARY KEY,
    "published" INTEGER NOT NULL,
    "changed_at" TEXT NOT NULL,
    "changed_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "ignored_phrases" (
    "stems" TEXT NOT NULL CONSTRAINT "pk_ignored_phrases" PRIMARY KEY,
    "phrase" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "by" TEXT NOT NULL
);

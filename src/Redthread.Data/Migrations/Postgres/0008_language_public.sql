-- The published glossary, and frequent phrases that need no definition.
CREATE TABLE "glossaries" (
    "id" uuid NOT NULL CONSTRAINT "pk_glossaries" PRIMARY KEY,
    "published" boolean NOT NULL,
    "changed_at" timestamp with time zone NOT NULL,
    "changed_by" text NOT NULL,
    "version" integer NOT NULL
);

CREATE TABLE "ignored_phrases" (
    "stems" text NOT NULL CONSTRAINT "pk_ignored_phrases" PRIMARY KEY,
    "phrase" text NOT NULL,
    "at" timestamp with time zone NOT NULL,
    "by" text NOT NULL
);

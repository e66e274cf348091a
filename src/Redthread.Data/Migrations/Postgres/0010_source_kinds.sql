-- How a source hears customers.
ALTER TABLE "sources" ADD COLUMN "kind" text NULL;
ALTER TABLE "sources" ADD COLUMN "version" integer NOT NULL DEFAULT 1;
UPDATE "sources" SET "kind" = 'Conversation' WHERE "key" IN ('conversations', 'internal-conversations');
UPDATE "sources" SET "kind" = 'FrontLine' WHERE "key" = 'front-line';

-- How a source hears customers.
ALTER TABLE "sources" ADD COLUMN "kind" TEXT NULL;
ALTER TABLE "sources" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
UPDATE "sources" SET "kind" = 'Conversation' WHERE "key" IN ('conversations', 'internal-conversations');
UPDATE "sources" SET "kind" = 'FrontLine' WHERE "key" = 'front-line';

-- Why an item of a hand-over is left open, and by whom.
ALTER TABLE "handover_items" ADD COLUMN "left_at" TEXT NULL;
ALTER TABLE "handover_items" ADD COLUMN "left_by" TEXT NULL;
ALTER TABLE "handover_items" ADD COLUMN "left_reason" TEXT NULL;

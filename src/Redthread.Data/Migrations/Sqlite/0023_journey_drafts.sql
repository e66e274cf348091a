-- A journey may be a draft, which counts nowhere until it is published.
ALTER TABLE "journeys" ADD COLUMN "drafted_at" TEXT NULL;

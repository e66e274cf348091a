-- The days of a log are told by its own clock.
ALTER TABLE "event_logs" ADD COLUMN "clock" TEXT NULL;

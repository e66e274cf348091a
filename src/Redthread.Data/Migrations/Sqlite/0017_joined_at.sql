-- Who joins a team later has no part in what it does blind now.
ALTER TABLE "team_members" ADD COLUMN "joined_at" TEXT NULL;

CREATE TABLE "activities" (
    "id" TEXT NOT NULL CONSTRAINT "pk_activities" PRIMARY KEY,
    "at" TEXT NOT NULL,
    "person_id" TEXT NULL,
    "actor_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "object_id" TEXT NULL,
    "summary" TEXT NOT NULL
);


CREATE TABLE "channels" (
    "id" TEXT NOT NULL CONSTRAINT "pk_channels" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TEXT NULL
);


CREATE TABLE "import_rejects" (
    "run_id" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "column" TEXT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "pk_import_rejects" PRIMARY KEY ("run_id", "row")
);


CREATE TABLE "invitations" (
    "id" TEXT NOT NULL CONSTRAINT "pk_invitations" PRIMARY KEY,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "team_id" TEXT NULL,
    "secret_hash" BLOB NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,
    "accepted_at" TEXT NULL,
    "withdrawn_at" TEXT NULL
);


CREATE TABLE "journey_versions" (
    "journey_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_journey_versions" PRIMARY KEY ("journey_id", "version")
);


CREATE TABLE "mappings" (
    "id" TEXT NOT NULL CONSTRAINT "pk_mappings" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "yaml" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);


CREATE TABLE "measures" (
    "id" TEXT NOT NULL CONSTRAINT "pk_measures" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "wording" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "scale_min" REAL NOT NULL,
    "scale_max" REAL NOT NULL,
    "direction" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "mapping_text" TEXT NOT NULL,
    "is_nps" INTEGER NOT NULL,
    "locked_at" TEXT NULL,
    "superseded_at" TEXT NULL,
    "archived_at" TEXT NULL,
    "revision" INTEGER NOT NULL
);


CREATE TABLE "needs" (
    "id" TEXT NOT NULL CONSTRAINT "pk_needs" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TEXT NULL
);


CREATE TABLE "notes" (
    "id" TEXT NOT NULL CONSTRAINT "pk_notes" PRIMARY KEY,
    "on" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "journey_id" TEXT NULL,
    "external_id" TEXT NULL,
    "actor_name" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);


CREATE TABLE "people" (
    "id" TEXT NOT NULL CONSTRAINT "pk_people" PRIMARY KEY,
    "email" TEXT NOT NULL,
    "normalized_email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NOT NULL,
    "access_failed_count" INTEGER NOT NULL,
    "locked_out_until" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "deactivated_at" TEXT NULL
);


CREATE TABLE "segments" (
    "id" TEXT NOT NULL CONSTRAINT "pk_segments" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "partition" TEXT NOT NULL,
    "share" REAL NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TEXT NULL,
    "version" INTEGER NOT NULL
);


CREATE TABLE "sources" (
    "id" TEXT NOT NULL CONSTRAINT "pk_sources" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "archived_at" TEXT NULL
);


CREATE TABLE "stage_traffic" (
    "stage_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "customers" INTEGER NOT NULL,
    CONSTRAINT "pk_stage_traffic" PRIMARY KEY ("stage_id", "month", "segment_id")
);


CREATE TABLE "teams" (
    "id" TEXT NOT NULL CONSTRAINT "pk_teams" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "archived_at" TEXT NULL
);


CREATE TABLE "api_tokens" (
    "id" TEXT NOT NULL CONSTRAINT "pk_api_tokens" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "secret_hash" BLOB NOT NULL,
    "scope_names" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "last_used_on" TEXT NULL,
    "revoked_at" TEXT NULL,
    CONSTRAINT "fk_api_tokens_person_id" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE
);


CREATE TABLE "personas" (
    "id" TEXT NOT NULL CONSTRAINT "pk_personas" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "story" TEXT NULL,
    "segment_id" TEXT NOT NULL,
    "archived_at" TEXT NULL,
    CONSTRAINT "fk_personas_segment_id" FOREIGN KEY ("segment_id") REFERENCES "segments" ("id") ON DELETE CASCADE
);


CREATE TABLE "import_runs" (
    "id" TEXT NOT NULL CONSTRAINT "pk_import_runs" PRIMARY KEY,
    "source_id" TEXT NULL,
    "file_name" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "file_bytes" INTEGER NOT NULL,
    "header" TEXT NULL,
    "delimiter" TEXT NULL,
    "mapping_yaml" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "rows_read" INTEGER NOT NULL,
    "bytes_read" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "duplicate" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "readings" INTEGER NOT NULL,
    "message" TEXT NULL,
    "started_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    "cancel_asked_at" TEXT NULL,
    CONSTRAINT "fk_import_runs_source_id" FOREIGN KEY ("source_id") REFERENCES "sources" ("id")
);


CREATE TABLE "journeys" (
    "id" TEXT NOT NULL CONSTRAINT "pk_journeys" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parent_id" TEXT NULL,
    "goal" TEXT NULL,
    "description" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "owner_person_id" TEXT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_journeys_owner_person_id" FOREIGN KEY ("owner_person_id") REFERENCES "people" ("id"),
    CONSTRAINT "fk_journeys_owner_team_id" FOREIGN KEY ("owner_team_id") REFERENCES "teams" ("id"),
    CONSTRAINT "fk_journeys_parent_id" FOREIGN KEY ("parent_id") REFERENCES "journeys" ("id") ON DELETE RESTRICT
);


CREATE TABLE "team_members" (
    "team_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    CONSTRAINT "pk_team_members" PRIMARY KEY ("team_id", "person_id"),
    CONSTRAINT "fk_team_members_person_id" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_team_members_team_id" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE CASCADE
);


CREATE TABLE "frameworks" (
    "id" TEXT NOT NULL CONSTRAINT "pk_frameworks" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "freshness_days" INTEGER NOT NULL,
    "minimum_n" INTEGER NOT NULL,
    "cut1" REAL NOT NULL,
    "cut2" REAL NOT NULL,
    "cut3" REAL NOT NULL,
    "cut4" REAL NOT NULL,
    "north_star_journey_id" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "agreed_at" TEXT NULL,
    "retired_at" TEXT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "fk_frameworks_north_star_journey_id" FOREIGN KEY ("north_star_journey_id") REFERENCES "journeys" ("id")
);


CREATE TABLE "stages" (
    "id" TEXT NOT NULL CONSTRAINT "pk_stages" PRIMARY KEY,
    "journey_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "intent" TEXT NULL,
    "owner_team_id" TEXT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TEXT NULL,
    CONSTRAINT "fk_stages_journey_id" FOREIGN KEY ("journey_id") REFERENCES "journeys" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_stages_owner_team_id" FOREIGN KEY ("owner_team_id") REFERENCES "teams" ("id")
);


CREATE TABLE "framework_teams" (
    "framework_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "signed_at" TEXT NULL,
    "signed_by" TEXT NULL,
    CONSTRAINT "pk_framework_teams" PRIMARY KEY ("framework_id", "team_id"),
    CONSTRAINT "fk_framework_teams_framework_id" FOREIGN KEY ("framework_id") REFERENCES "frameworks" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_framework_teams_team_id" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE CASCADE
);


CREATE TABLE "framework_weights" (
    "framework_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "measure_id" TEXT NOT NULL,
    "weight" REAL NOT NULL,
    CONSTRAINT "pk_framework_weights" PRIMARY KEY ("framework_id", "stage_id", "measure_id"),
    CONSTRAINT "fk_framework_weights_framework_id" FOREIGN KEY ("framework_id") REFERENCES "frameworks" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_framework_weights_measure_id" FOREIGN KEY ("measure_id") REFERENCES "measures" ("id") ON DELETE CASCADE
);


CREATE TABLE "framework_stages" (
    "framework_id" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "importance" REAL NOT NULL,
    "target" REAL NOT NULL,
    "weak_below" REAL NOT NULL,
    "failing_below" REAL NOT NULL,
    CONSTRAINT "pk_framework_stages" PRIMARY KEY ("framework_id", "stage_id"),
    CONSTRAINT "fk_framework_stages_framework_id" FOREIGN KEY ("framework_id") REFERENCES "frameworks" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_framework_stages_stage_id" FOREIGN KEY ("stage_id") REFERENCES "stages" ("id") ON DELETE CASCADE
);


CREATE TABLE "steps" (
    "id" TEXT NOT NULL CONSTRAINT "pk_steps" PRIMARY KEY,
    "stage_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TEXT NULL,
    CONSTRAINT "fk_steps_stage_id" FOREIGN KEY ("stage_id") REFERENCES "stages" ("id") ON DELETE CASCADE
);


CREATE TABLE "touchpoints" (
    "id" TEXT NOT NULL CONSTRAINT "pk_touchpoints" PRIMARY KEY,
    "stage_id" TEXT NOT NULL,
    "step_id" TEXT NULL,
    "channel_id" TEXT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TEXT NULL,
    CONSTRAINT "fk_touchpoints_channel_id" FOREIGN KEY ("channel_id") REFERENCES "channels" ("id"),
    CONSTRAINT "fk_touchpoints_stage_id" FOREIGN KEY ("stage_id") REFERENCES "stages" ("id") ON DELETE CASCADE
);


CREATE TABLE "lane_items" (
    "id" TEXT NOT NULL CONSTRAINT "pk_lane_items" PRIMARY KEY,
    "step_id" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    CONSTRAINT "fk_lane_items_step_id" FOREIGN KEY ("step_id") REFERENCES "steps" ("id") ON DELETE CASCADE
);


CREATE INDEX "ix_activities_at" ON "activities" ("at");


CREATE INDEX "ix_activities_object_id_at" ON "activities" ("object_id", "at");


CREATE INDEX "ix_api_tokens_person_id" ON "api_tokens" ("person_id");


CREATE UNIQUE INDEX "ix_api_tokens_secret_hash" ON "api_tokens" ("secret_hash");


CREATE UNIQUE INDEX "ix_channels_key" ON "channels" ("key");


CREATE INDEX "ix_framework_stages_stage_id" ON "framework_stages" ("stage_id");


CREATE INDEX "ix_framework_teams_team_id" ON "framework_teams" ("team_id");


CREATE INDEX "ix_framework_weights_measure_id" ON "framework_weights" ("measure_id");


CREATE INDEX "ix_frameworks_north_star_journey_id" ON "frameworks" ("north_star_journey_id");


CREATE UNIQUE INDEX "ix_frameworks_number" ON "frameworks" ("number");


CREATE INDEX "ix_import_runs_created_at" ON "import_runs" ("created_at");


CREATE INDEX "ix_import_runs_source_id" ON "import_runs" ("source_id");


CREATE UNIQUE INDEX "ix_invitations_secret_hash" ON "invitations" ("secret_hash");


CREATE UNIQUE INDEX "ix_journeys_key" ON "journeys" ("key");


CREATE INDEX "ix_journeys_owner_person_id" ON "journeys" ("owner_person_id");


CREATE INDEX "ix_journeys_owner_team_id" ON "journeys" ("owner_team_id");


CREATE INDEX "ix_journeys_parent_id" ON "journeys" ("parent_id");


CREATE INDEX "ix_lane_items_step_id" ON "lane_items" ("step_id");


CREATE UNIQUE INDEX "ix_mappings_key" ON "mappings" ("key");


CREATE UNIQUE INDEX "ix_measures_key_version" ON "measures" ("key", "version");


CREATE UNIQUE INDEX "ix_needs_key" ON "needs" ("key");


CREATE UNIQUE INDEX "ix_notes_external_id" ON "notes" ("external_id");


CREATE INDEX "ix_notes_on" ON "notes" ("on");


CREATE UNIQUE INDEX "ix_people_normalized_email" ON "people" ("normalized_email");


CREATE UNIQUE INDEX "ix_personas_key" ON "personas" ("key");


CREATE INDEX "ix_personas_segment_id" ON "personas" ("segment_id");


CREATE UNIQUE INDEX "ix_segments_key" ON "segments" ("key");


CREATE UNIQUE INDEX "ix_sources_key" ON "sources" ("key");


CREATE UNIQUE INDEX "ix_stages_journey_id_key" ON "stages" ("journey_id", "key");


CREATE INDEX "ix_stages_owner_team_id" ON "stages" ("owner_team_id");


CREATE UNIQUE INDEX "ix_steps_stage_id_key" ON "steps" ("stage_id", "key");


CREATE INDEX "ix_team_members_person_id" ON "team_members" ("person_id");


CREATE UNIQUE INDEX "ix_teams_key" ON "teams" ("key");


CREATE INDEX "ix_touchpoints_channel_id" ON "touchpoints" ("channel_id");


CREATE UNIQUE INDEX "ix_touchpoints_stage_id_key" ON "touchpoints" ("stage_id", "key");



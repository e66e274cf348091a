CREATE TABLE activities (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    actor_name text NOT NULL,
    kind text NOT NULL,
    object_id uuid,
    summary text NOT NULL,
    CONSTRAINT pk_activities PRIMARY KEY (id)
);


CREATE TABLE channels (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_channels PRIMARY KEY (id)
);


CREATE TABLE import_rejects (
    run_id uuid NOT NULL,
    row bigint NOT NULL,
    "column" text,
    code text NOT NULL,
    reason text NOT NULL,
    text text NOT NULL,
    CONSTRAINT pk_import_rejects PRIMARY KEY (run_id, row)
);


CREATE TABLE invitations (
    id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    team_id uuid,
    secret_hash bytea NOT NULL,
    invited_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    CONSTRAINT pk_invitations PRIMARY KEY (id)
);


CREATE TABLE journey_versions (
    journey_id uuid NOT NULL,
    version integer NOT NULL,
    yaml text NOT NULL,
    summary text NOT NULL,
    actor_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_journey_versions PRIMARY KEY (journey_id, version)
);


CREATE TABLE mappings (
    id uuid NOT NULL,
    key text NOT NULL,
    yaml text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_mappings PRIMARY KEY (id)
);


CREATE TABLE measures (
    id uuid NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    wording text NOT NULL,
    unit text NOT NULL,
    scale_min double precision NOT NULL,
    scale_max double precision NOT NULL,
    direction text NOT NULL,
    mapping text NOT NULL,
    mapping_text text NOT NULL,
    is_nps boolean NOT NULL,
    locked_at timestamp with time zone,
    superseded_at timestamp with time zone,
    archived_at timestamp with time zone,
    revision integer NOT NULL,
    CONSTRAINT pk_measures PRIMARY KEY (id)
);


CREATE TABLE needs (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_needs PRIMARY KEY (id)
);


CREATE TABLE notes (
    id uuid NOT NULL,
    "on" date NOT NULL,
    text text NOT NULL,
    journey_id uuid,
    external_id text,
    actor_name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_notes PRIMARY KEY (id)
);


CREATE TABLE people (
    id uuid NOT NULL,
    email text NOT NULL,
    normalized_email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    password_hash text,
    security_stamp text NOT NULL,
    access_failed_count integer NOT NULL,
    locked_out_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    deactivated_at timestamp with time zone,
    CONSTRAINT pk_people PRIMARY KEY (id)
);


CREATE TABLE segments (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    partition text NOT NULL,
    share double precision,
    position integer NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_segments PRIMARY KEY (id)
);


CREATE TABLE sources (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_sources PRIMARY KEY (id)
);


CREATE TABLE stage_traffic (
    stage_id uuid NOT NULL,
    month date NOT NULL,
    segment_id uuid NOT NULL,
    customers bigint NOT NULL,
    CONSTRAINT pk_stage_traffic PRIMARY KEY (stage_id, month, segment_id)
);


CREATE TABLE teams (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_teams PRIMARY KEY (id)
);


CREATE TABLE api_tokens (
    id uuid NOT NULL,
    name text NOT NULL,
    person_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    scope_names text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_on timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT pk_api_tokens PRIMARY KEY (id),
    CONSTRAINT fk_api_tokens_person_id FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
);


CREATE TABLE personas (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    story text,
    segment_id uuid NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_personas PRIMARY KEY (id),
    CONSTRAINT fk_personas_segment_id FOREIGN KEY (segment_id) REFERENCES segments (id) ON DELETE CASCADE
);


CREATE TABLE import_runs (
    id uuid NOT NULL,
    source_id uuid,
    file_name text NOT NULL,
    fingerprint text NOT NULL,
    file_bytes bigint NOT NULL,
    header text,
    delimiter text,
    mapping_yaml text NOT NULL,
    state text NOT NULL,
    rows_read bigint NOT NULL,
    bytes_read bigint NOT NULL,
    accepted bigint NOT NULL,
    duplicate bigint NOT NULL,
    rejected bigint NOT NULL,
    readings bigint NOT NULL,
    message text,
    started_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    cancel_asked_at timestamp with time zone,
    CONSTRAINT pk_import_runs PRIMARY KEY (id),
    CONSTRAINT fk_import_runs_source_id FOREIGN KEY (source_id) REFERENCES sources (id)
);


CREATE TABLE journeys (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    level text NOT NULL,
    parent_id uuid,
    goal text,
    description text,
    owner_team_id uuid,
    owner_person_id uuid,
    position integer NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_journeys PRIMARY KEY (id),
    CONSTRAINT fk_journeys_owner_person_id FOREIGN KEY (owner_person_id) REFERENCES people (id),
    CONSTRAINT fk_journeys_owner_team_id FOREIGN KEY (owner_team_id) REFERENCES teams (id),
    CONSTRAINT fk_journeys_parent_id FOREIGN KEY (parent_id) REFERENCES journeys (id) ON DELETE RESTRICT
);


CREATE TABLE team_members (
    team_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT pk_team_members PRIMARY KEY (team_id, person_id),
    CONSTRAINT fk_team_members_person_id FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE,
    CONSTRAINT fk_team_members_team_id FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE
);


CREATE TABLE frameworks (
    id uuid NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    freshness_days integer NOT NULL,
    minimum_n integer NOT NULL,
    cut1 double precision NOT NULL,
    cut2 double precision NOT NULL,
    cut3 double precision NOT NULL,
    cut4 double precision NOT NULL,
    north_star_journey_id uuid,
    created_at timestamp with time zone NOT NULL,
    agreed_at timestamp with time zone,
    retired_at timestamp with time zone,
    revision integer NOT NULL,
    CONSTRAINT pk_frameworks PRIMARY KEY (id),
    CONSTRAINT fk_frameworks_north_star_journey_id FOREIGN KEY (north_star_journey_id) REFERENCES journeys (id)
);


CREATE TABLE stages (
    id uuid NOT NULL,
    journey_id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    intent text,
    owner_team_id uuid,
    position integer NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_stages PRIMARY KEY (id),
    CONSTRAINT fk_stages_journey_id FOREIGN KEY (journey_id) REFERENCES journeys (id) ON DELETE CASCADE,
    CONSTRAINT fk_stages_owner_team_id FOREIGN KEY (owner_team_id) REFERENCES teams (id)
);


CREATE TABLE framework_teams (
    framework_id uuid NOT NULL,
    team_id uuid NOT NULL,
    signed_at timestamp with time zone,
    signed_by text,
    CONSTRAINT pk_framework_teams PRIMARY KEY (framework_id, team_id),
    CONSTRAINT fk_framework_teams_framework_id FOREIGN KEY (framework_id) REFERENCES frameworks (id) ON DELETE CASCADE,
    CONSTRAINT fk_framework_teams_team_id FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE
);


CREATE TABLE framework_weights (
    framework_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    measure_id uuid NOT NULL,
    weight double precision NOT NULL,
    CONSTRAINT pk_framework_weights PRIMARY KEY (framework_id, stage_id, measure_id),
    CONSTRAINT fk_framework_weights_framework_id FOREIGN KEY (framework_id) REFERENCES frameworks (id) ON DELETE CASCADE,
    CONSTRAINT fk_framework_weights_measure_id FOREIGN KEY (measure_id) REFERENCES measures (id) ON DELETE CASCADE
);


CREATE TABLE framework_stages (
    framework_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    importance double precision NOT NULL,
    target double precision NOT NULL,
    weak_below double precision NOT NULL,
    failing_below double precision NOT NULL,
    CONSTRAINT pk_framework_stages PRIMARY KEY (framework_id, stage_id),
    CONSTRAINT fk_framework_stages_framework_id FOREIGN KEY (framework_id) REFERENCES frameworks (id) ON DELETE CASCADE,
    CONSTRAINT fk_framework_stages_stage_id FOREIGN KEY (stage_id) REFERENCES stages (id) ON DELETE CASCADE
);


CREATE TABLE steps (
    id uuid NOT NULL,
    stage_id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_steps PRIMARY KEY (id),
    CONSTRAINT fk_steps_stage_id FOREIGN KEY (stage_id) REFERENCES stages (id) ON DELETE CASCADE
);


CREATE TABLE touchpoints (
    id uuid NOT NULL,
    stage_id uuid NOT NULL,
    step_id uuid,
    channel_id uuid,
    key text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_touchpoints PRIMARY KEY (id),
    CONSTRAINT fk_touchpoints_channel_id FOREIGN KEY (channel_id) REFERENCES channels (id),
    CONSTRAINT fk_touchpoints_stage_id FOREIGN KEY (stage_id) REFERENCES stages (id) ON DELETE CASCADE
);


CREATE TABLE lane_items (
    id uuid NOT NULL,
    step_id uuid NOT NULL,
    lane text NOT NULL,
    text text NOT NULL,
    position integer NOT NULL,
    CONSTRAINT pk_lane_items PRIMARY KEY (id),
    CONSTRAINT fk_lane_items_step_id FOREIGN KEY (step_id) REFERENCES steps (id) ON DELETE CASCADE
);


CREATE INDEX ix_activities_at ON activities (at);


CREATE INDEX ix_activities_object_id_at ON activities (object_id, at);


CREATE INDEX ix_api_tokens_person_id ON api_tokens (person_id);


CREATE UNIQUE INDEX ix_api_tokens_secret_hash ON api_tokens (secret_hash);


CREATE UNIQUE INDEX ix_channels_key ON channels (key);


CREATE INDEX ix_framework_stages_stage_id ON framework_stages (stage_id);


CREATE INDEX ix_framework_teams_team_id ON framework_teams (team_id);


CREATE INDEX ix_framework_weights_measure_id ON framework_weights (measure_id);


CREATE INDEX ix_frameworks_north_star_journey_id ON frameworks (north_star_journey_id);


CREATE UNIQUE INDEX ix_frameworks_number ON frameworks (number);


CREATE INDEX ix_import_runs_created_at ON import_runs (created_at);


CREATE INDEX ix_import_runs_source_id ON import_runs (source_id);


CREATE UNIQUE INDEX ix_invitations_secret_hash ON invitations (secret_hash);


CREATE UNIQUE INDEX ix_journeys_key ON journeys (key);


CREATE INDEX ix_journeys_owner_person_id ON journeys (owner_person_id);


CREATE INDEX ix_journeys_owner_team_id ON journeys (owner_team_id);


CREATE INDEX ix_journeys_parent_id ON journeys (parent_id);


CREATE INDEX ix_lane_items_step_id ON lane_items (step_id);


CREATE UNIQUE INDEX ix_mappings_key ON mappings (key);


CREATE UNIQUE INDEX ix_measures_key_version ON measures (key, version);


CREATE UNIQUE INDEX ix_needs_key ON needs (key);


CREATE UNIQUE INDEX ix_notes_external_id ON notes (external_id);


CREATE INDEX ix_notes_on ON notes ("on");


CREATE UNIQUE INDEX ix_people_normalized_email ON people (normalized_email);


CREATE UNIQUE INDEX ix_personas_key ON personas (key);


CREATE INDEX ix_personas_segment_id ON personas (segment_id);


CREATE UNIQUE INDEX ix_segments_key ON segments (key);


CREATE UNIQUE INDEX ix_sources_key ON sources (key);


CREATE UNIQUE INDEX ix_stages_journey_id_key ON stages (journey_id, key);


CREATE INDEX ix_stages_owner_team_id ON stages (owner_team_id);


CREATE UNIQUE INDEX ix_steps_stage_id_key ON steps (stage_id, key);


CREATE INDEX ix_team_members_person_id ON team_members (person_id);


CREATE UNIQUE INDEX ix_teams_key ON teams (key);


CREATE INDEX ix_touchpoints_channel_id ON touchpoints (channel_id);


CREATE UNIQUE INDEX ix_touchpoints_stage_id_key ON touchpoints (stage_id, key);



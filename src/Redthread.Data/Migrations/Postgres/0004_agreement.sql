-- Agreed scores by blind votes; rituals, their meetings, calendar feeds and hand-overs.

CREATE TABLE agreement_dissents (
    round_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    team_id uuid NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    CONSTRAINT pk_agreement_dissents PRIMARY KEY (round_id, stage_id, team_id)
);

CREATE TABLE agreement_rounds (
    id uuid NOT NULL,
    number integer NOT NULL,
    cycle date NOT NULL,
    purpose text,
    opened_at timestamp with time zone NOT NULL,
    opened_by text NOT NULL,
    revealed_at timestamp with time zone,
    revealed_by text,
    cancelled_at timestamp with time zone,
    cancelled_by text,
    cancel_reason text,
    version integer NOT NULL,
    CONSTRAINT pk_agreement_rounds PRIMARY KEY (id)
);

CREATE TABLE agreement_votes (
    round_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    team_id uuid NOT NULL,
    value integer NOT NULL,
    reason text NOT NULL,
    evidence text,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_agreement_votes PRIMARY KEY (round_id, stage_id, team_id)
);

CREATE TABLE calendar_feeds (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    "all" boolean NOT NULL,
    secret_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT pk_calendar_feeds PRIMARY KEY (id)
);

CREATE TABLE handovers (
    id uuid NOT NULL,
    number integer NOT NULL,
    from_person_id uuid NOT NULL,
    to_person_id uuid NOT NULL,
    note text,
    started_at timestamp with time zone NOT NULL,
    started_by text NOT NULL,
    from_signed_at timestamp with time zone,
    to_signed_at timestamp with time zone,
    completed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_handovers PRIMARY KEY (id)
);

CREATE TABLE meetings (
    id uuid NOT NULL,
    ritual_id uuid NOT NULL,
    occurs_at timestamp with time zone NOT NULL,
    agenda text,
    minutes text,
    outcomes text,
    prepared_at timestamp with time zone NOT NULL,
    prepared_by text NOT NULL,
    held_at timestamp with time zone,
    held_by text,
    skipped_at timestamp with time zone,
    skipped_by text,
    skip_reason text,
    version integer NOT NULL,
    CONSTRAINT pk_meetings PRIMARY KEY (id)
);

CREATE TABLE rituals (
    id uuid NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    purpose text,
    type text NOT NULL,
    every integer NOT NULL,
    unit text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    minutes integer NOT NULL,
    location text,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_rituals PRIMARY KEY (id)
);

CREATE TABLE agreement_stages (
    round_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    agreed integer,
    why text,
    agreed_at timestamp with time zone,
    agreed_by text,
    version integer NOT NULL,
    CONSTRAINT pk_agreement_stages PRIMARY KEY (round_id, stage_id),
    CONSTRAINT fk_agreement_stages_round_id FOREIGN KEY (round_id) REFERENCES agreement_rounds (id) ON DELETE CASCADE
);

CREATE TABLE agreement_teams (
    round_id uuid NOT NULL,
    team_id uuid NOT NULL,
    CONSTRAINT pk_agreement_teams PRIMARY KEY (round_id, team_id),
    CONSTRAINT fk_agreement_teams_round_id FOREIGN KEY (round_id) REFERENCES agreement_rounds (id) ON DELETE CASCADE
);

CREATE TABLE handover_items (
    id uuid NOT NULL,
    handover_id uuid NOT NULL,
    position integer NOT NULL,
    text text NOT NULL,
    address text,
    done_at timestamp with time zone,
    done_by text,
    CONSTRAINT pk_handover_items PRIMARY KEY (id),
    CONSTRAINT fk_handover_items_handover_id FOREIGN KEY (handover_id) REFERENCES handovers (id) ON DELETE CASCADE
);

CREATE TABLE attendances (
    meeting_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT pk_attendances PRIMARY KEY (meeting_id, person_id),
    CONSTRAINT fk_attendances_meeting_id FOREIGN KEY (meeting_id) REFERENCES meetings (id) ON DELETE CASCADE
);

CREATE TABLE ritual_audiences (
    ritual_id uuid NOT NULL,
    member_id uuid NOT NULL,
    is_team boolean NOT NULL,
    CONSTRAINT pk_ritual_audiences PRIMARY KEY (ritual_id, member_id),
    CONSTRAINT fk_ritual_audiences_ritual_id FOREIGN KEY (ritual_id) REFERENCES rituals (id) ON DELETE CASCADE
);

CREATE INDEX ix_agreement_rounds_cycle ON agreement_rounds (cycle);

CREATE UNIQUE INDEX ix_agreement_rounds_number ON agreement_rounds (number);

CREATE INDEX ix_agreement_stages_stage_id ON agreement_stages (stage_id);

CREATE UNIQUE INDEX ix_calendar_feeds_secret_hash ON calendar_feeds (secret_hash);

CREATE INDEX ix_handover_items_handover_id ON handover_items (handover_id);

CREATE UNIQUE INDEX ix_handovers_number ON handovers (number);

CREATE UNIQUE INDEX ix_meetings_ritual_id_occurs_at ON meetings (ritual_id, occurs_at);

CREATE UNIQUE INDEX ix_rituals_number ON rituals (number);

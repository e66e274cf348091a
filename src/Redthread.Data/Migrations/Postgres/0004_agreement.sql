-- Agreed scores and the rhythm.

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

CREATE INDEX ix_agreement_rounds_cycle ON agreement_rounds (cycle);

CREATE UNIQUE INDEX ix_agreement_rounds_number ON agreement_rounds (number);

CREATE INDEX ix_agreement_stages_stage_id ON agreement_stages (stage_id);

-- Threads: objects from insight to key result, the links between them, and what people say about them.
CREATE TABLE check_ins (
    id uuid NOT NULL,
    key_result_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    value double precision,
    confidence double precision,
    text text,
    CONSTRAINT pk_check_ins PRIMARY KEY (id)
);

CREATE TABLE comments (
    id uuid NOT NULL,
    object_id uuid NOT NULL,
    person_id uuid,
    by text NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_comments PRIMARY KEY (id)
);

CREATE TABLE decisions (
    id uuid NOT NULL,
    type text NOT NULL,
    question text,
    due_on date,
    decider_id uuid,
    nothing_against_by text,
    nothing_against_at timestamp with time zone,
    made_at timestamp with time zone,
    made_by text,
    choice text,
    expected text,
    expected_stage_id uuid,
    expected_points double precision,
    review_on date,
    reviewed_at timestamp with time zone,
    reviewed_by text,
    actual text,
    situation text,
    complication text,
    dossier_question text,
    answer text,
    number integer NOT NULL,
    title text NOT NULL,
    detail text,
    external_id text,
    owner_team_id uuid,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_decisions PRIMARY KEY (id)
);

CREATE TABLE evidence (
    insight_id uuid NOT NULL,
    signal_id bigint NOT NULL,
    stance text NOT NULL,
    customer bigint,
    account text,
    source_id uuid NOT NULL,
    segments text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    added_by text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (insight_id, signal_id)
);

CREATE TABLE insights (
    id uuid NOT NULL,
    type text NOT NULL,
    approved_at timestamp with time zone,
    approved_by text,
    split_from_id uuid,
    number integer NOT NULL,
    title text NOT NULL,
    detail text,
    external_id text,
    owner_team_id uuid,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_insights PRIMARY KEY (id)
);

CREATE TABLE key_results (
    id uuid NOT NULL,
    objective_id uuid NOT NULL,
    source text NOT NULL,
    target_id uuid,
    segment_id uuid,
    unit text NOT NULL,
    start double precision,
    target double precision NOT NULL,
    manual double precision,
    horizon text NOT NULL,
    pay_depends boolean NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    detail text,
    external_id text,
    owner_team_id uuid,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_key_results PRIMARY KEY (id)
);

CREATE TABLE links (
    from_id uuid NOT NULL,
    kind text NOT NULL,
    to_id uuid NOT NULL,
    reason text,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT pk_links PRIMARY KEY (from_id, kind, to_id)
);

CREATE TABLE notifications (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    type text NOT NULL,
    object_id uuid,
    text text NOT NULL,
    address text NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT pk_notifications PRIMARY KEY (id)
);

CREATE TABLE objectives (
    id uuid NOT NULL,
    cycle date NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    detail text,
    external_id text,
    owner_team_id uuid,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_objectives PRIMARY KEY (id)
);

CREATE TABLE opportunities (
    id uuid NOT NULL,
    closed_at timestamp with time zone,
    effort double precision,
    value_at_risk double precision,
    rice_reach double precision,
    rice_impact double precision,
    rice_confidence double precision,
    number integer NOT NULL,
    title text NOT NULL,
    detail text,
    external_id text,
    owner_team_id uuid,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_opportunities PRIMARY KEY (id)
);

CREATE TABLE outcome_points (
    outcome_id uuid NOT NULL,
    "on" date NOT NULL,
    segment_id uuid NOT NULL,
    value double precision NOT NULL,
    CONSTRAINT pk_outcome_points PRIMARY KEY (outcome_id, segment_id, "on")
);

CREATE TABLE outcomes (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    unit text NOT NULL,
    higher_is_better boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_outcomes PRIMARY KEY (id)
);

CREATE TABLE pressures (
    id uuid NOT NULL,
    type text NOT NULL,
    resolved_at timestamp with time zone,
    number integer NOT NULL,
    title text NOT NULL,
    detail text,
    external_id text,
    owner_team_id uuid,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_pressures PRIMARY KEY (id)
);

CREATE TABLE report_doors (
    id uuid NOT NULL,
    team_id uuid NOT NULL,
    secret_hash text NOT NULL,
    pin_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT pk_report_doors PRIMARY KEY (id)
);

CREATE TABLE reports (
    id uuid NOT NULL,
    door_id uuid NOT NULL,
    team_id uuid NOT NULL,
    secret_hash text NOT NULL,
    external_id text NOT NULL,
    stage_id uuid,
    text text NOT NULL,
    blocked text,
    blocked_text text,
    by text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_reports PRIMARY KEY (id)
);

CREATE TABLE score_votes (
    round_id uuid NOT NULL,
    person_id uuid NOT NULL,
    value integer NOT NULL,
    reason text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_score_votes PRIMARY KEY (round_id, person_id)
);

CREATE TABLE scoring_rounds (
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by text NOT NULL,
    revealed_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_scoring_rounds PRIMARY KEY (id)
);

CREATE TABLE solutions (
    id uuid NOT NULL,
    type text NOT NULL,
    state text NOT NULL,
    horizon text NOT NULL,
    cycle date,
    effort double precision,
    cost double precision,
    test_plan text,
    tracker_url text,
    shipped_at timestamp with time zone,
    position double precision NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    detail text,
    external_id text,
    owner_team_id uuid,
    owner_person_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_solutions PRIMARY KEY (id)
);

CREATE TABLE watches (
    person_id uuid NOT NULL,
    object_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_watches PRIMARY KEY (object_id, person_id)
);

CREATE TABLE decision_options (
    id uuid NOT NULL,
    decision_id uuid NOT NULL,
    position integer NOT NULL,
    title text NOT NULL,
    north_star_points double precision,
    effect text,
    chosen boolean NOT NULL,
    CONSTRAINT pk_decision_options PRIMARY KEY (id),
    CONSTRAINT fk_decision_options_decision_id FOREIGN KEY (decision_id) REFERENCES decisions (id) ON DELETE CASCADE
);

CREATE INDEX ix_check_ins_key_result_id_at ON check_ins (key_result_id, at);

CREATE INDEX ix_comments_object_id_at ON comments (object_id, at);

CREATE INDEX ix_decision_options_decision_id ON decision_options (decision_id);

CREATE UNIQUE INDEX ix_decisions_external_id ON decisions (external_id);

CREATE UNIQUE INDEX ix_decisions_number ON decisions (number);

CREATE INDEX ix_evidence_customer ON evidence (customer);

CREATE INDEX ix_evidence_signal_id ON evidence (signal_id);

CREATE UNIQUE INDEX ix_insights_external_id ON insights (external_id);

CREATE UNIQUE INDEX ix_insights_number ON insights (number);

CREATE UNIQUE INDEX ix_key_results_external_id ON key_results (external_id);

CREATE UNIQUE INDEX ix_key_results_number ON key_results (number);

CREATE INDEX ix_key_results_objective_id ON key_results (objective_id);

CREATE INDEX ix_links_to_id_kind ON links (to_id, kind);

CREATE INDEX ix_notifications_person_id_at ON notifications (person_id, at);

CREATE UNIQUE INDEX ix_objectives_external_id ON objectives (external_id);

CREATE UNIQUE INDEX ix_objectives_number ON objectives (number);

CREATE UNIQUE INDEX ix_opportunities_external_id ON opportunities (external_id);

CREATE UNIQUE INDEX ix_opportunities_number ON opportunities (number);

CREATE UNIQUE INDEX ix_outcomes_key ON outcomes (key);

CREATE UNIQUE INDEX ix_pressures_external_id ON pressures (external_id);

CREATE UNIQUE INDEX ix_pressures_number ON pressures (number);

CREATE UNIQUE INDEX ix_report_doors_secret_hash ON report_doors (secret_hash);

CREATE INDEX ix_reports_at ON reports (at);

CREATE UNIQUE INDEX ix_reports_secret_hash ON reports (secret_hash);

CREATE UNIQUE INDEX ix_scoring_rounds_open ON scoring_rounds (opportunity_id) WHERE revealed_at IS NULL;

CREATE INDEX ix_scoring_rounds_opportunity_id ON scoring_rounds (opportunity_id);

CREATE UNIQUE INDEX ix_solutions_external_id ON solutions (external_id);

CREATE UNIQUE INDEX ix_solutions_number ON solutions (number);

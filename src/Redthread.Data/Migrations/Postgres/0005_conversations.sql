CREATE TABLE conversations (
    id uuid NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    "with" text NOT NULL,
    customer bytea,
    account text,
    segment_id uuid,
    stakeholder text,
    team_id uuid,
    starts_at timestamp with time zone NOT NULL,
    minutes integer NOT NULL,
    place text,
    guide text,
    guide_key text,
    guide_version integer,
    held_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    sequence integer NOT NULL,
    consent text NOT NULL,
    consent_on date,
    consent_how text,
    consent_by text,
    withdrawn_at timestamp with time zone,
    withdrawn_by text,
    notes text,
    erased_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_conversations PRIMARY KEY (id)
);

CREATE TABLE conversation_interviewers (
    conversation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT pk_conversation_interviewers PRIMARY KEY (conversation_id, person_id),
    CONSTRAINT fk_conversation_interviewers_conversation_id FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
);

CREATE TABLE conversation_stages (
    conversation_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    CONSTRAINT pk_conversation_stages PRIMARY KEY (conversation_id, stage_id),
    CONSTRAINT fk_conversation_stages_conversation_id FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
);

CREATE TABLE highlights (
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    quotation text,
    position integer NOT NULL,
    insight_id uuid,
    stance text NOT NULL,
    sent_at timestamp with time zone,
    signal_id bigint,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT pk_highlights PRIMARY KEY (id),
    CONSTRAINT fk_highlights_conversation_id FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
);

CREATE TABLE highlight_stages (
    highlight_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    CONSTRAINT pk_highlight_stages PRIMARY KEY (highlight_id, stage_id),
    CONSTRAINT fk_highlight_stages_highlight_id FOREIGN KEY (highlight_id) REFERENCES highlights (id) ON DELETE CASCADE
);

CREATE TABLE guides (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    "with" text NOT NULL,
    text text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_guides PRIMARY KEY (id)
);

CREATE TABLE conversation_targets (
    cycle date NOT NULL,
    "with" text NOT NULL,
    segment_id uuid NOT NULL,
    wanted integer NOT NULL,
    CONSTRAINT pk_conversation_targets PRIMARY KEY (cycle, "with", segment_id)
);

CREATE INDEX ix_conversations_customer ON conversations (customer);

CREATE UNIQUE INDEX ix_conversations_number ON conversations (number);

CREATE INDEX ix_conversations_starts_at ON conversations (starts_at);

CREATE UNIQUE INDEX ix_guides_key ON guides (key);

CREATE INDEX ix_highlights_conversation_id ON highlights (conversation_id);

ALTER TABLE notifications ADD COLUMN routed_at timestamp with time zone;

-- What was told before there was e-mail is not sent now.
UPDATE notifications SET routed_at = at;

CREATE INDEX ix_notifications_unrouted ON notifications (routed_at) WHERE routed_at IS NULL;

CREATE TABLE notice_choices (
    person_id uuid NOT NULL,
    pace text NOT NULL,
    muted text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_notice_choices PRIMARY KEY (person_id)
);

CREATE TABLE deliveries (
    id uuid NOT NULL,
    notification_id uuid NOT NULL,
    person_id uuid NOT NULL,
    webhook_id uuid,
    digest boolean NOT NULL,
    due_at timestamp with time zone NOT NULL,
    first_due_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    claimed_until timestamp with time zone,
    sent_at timestamp with time zone,
    last_error text,
    CONSTRAINT pk_deliveries PRIMARY KEY (id)
);

CREATE INDEX ix_deliveries_person_id_first_due_at ON deliveries (person_id, first_due_at);

CREATE INDEX ix_deliveries_state_due_at ON deliveries (state, due_at);

CREATE TABLE webhooks (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    url text NOT NULL,
    sealed_key text NOT NULL,
    failures integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    disabled_why text,
    CONSTRAINT pk_webhooks PRIMARY KEY (id)
);

CREATE INDEX ix_webhooks_person_id ON webhooks (person_id);

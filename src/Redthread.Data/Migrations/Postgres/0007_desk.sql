-- The Desk: what detectors found, and how they are set.
CREATE TABLE detector_settings (
    detector text NOT NULL,
    "on" boolean NOT NULL,
    thresholds text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_detector_settings PRIMARY KEY (detector)
);

CREATE TABLE findings (
    id uuid NOT NULL,
    number integer NOT NULL,
    detector text NOT NULL,
    subject_id uuid NOT NULL,
    other_id uuid NOT NULL,
    severity text NOT NULL,
    title text NOT NULL,
    evidence text NOT NULL,
    fingerprint text NOT NULL,
    step_label text NOT NULL,
    step_href text NOT NULL,
    owner_team_id uuid,
    owner_person_id uuid,
    first_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    settled_fingerprint text,
    dismissed_at timestamp with time zone,
    dismissed_by text,
    reason text,
    snoozed_until timestamp with time zone,
    snoozed_by text,
    reopened_at timestamp with time zone,
    asked_at timestamp with time zone,
    asked_by text,
    version integer NOT NULL,
    CONSTRAINT pk_findings PRIMARY KEY (id)
);

CREATE INDEX ix_findings_gone_at ON findings (gone_at);

CREATE UNIQUE INDEX ix_findings_number ON findings (number);

CREATE UNIQUE INDEX ix_findings_open ON findings (detector, subject_id, other_id) WHERE "gone_at" IS NULL;

CREATE INDEX ix_findings_subject_id ON findings (subject_id);

CREATE TABLE terms (
    id uuid NOT NULL,
    archived_at timestamp with time zone,
    avoid text,
    behind text,
    counter_example text,
    created_at timestamp with time zone NOT NULL,
    definition text NOT NULL,
    example text,
    key text NOT NULL,
    owner_person_id uuid,
    version integer NOT NULL,
    word text NOT NULL,
    CONSTRAINT pk_terms PRIMARY KEY (id)
);

CREATE TABLE term_versions (
    term_id uuid NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    avoid text,
    behind text,
    by text NOT NULL,
    counter_example text,
    definition text NOT NULL,
    example text,
    reason text,
    word text NOT NULL,
    CONSTRAINT pk_term_versions PRIMARY KEY (term_id, version)
);

CREATE TABLE term_stances (
    team_id uuid NOT NULL,
    term_id uuid NOT NULL,
    agrees boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    reason text,
    version integer NOT NULL,
    CONSTRAINT pk_term_stances PRIMARY KEY (term_id, team_id)
);

CREATE UNIQUE INDEX ix_terms_key ON terms (key);

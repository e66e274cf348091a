-- Planning sessions: one a cycle, and what was planned when it was closed.
CREATE TABLE planning_sessions (
    id uuid NOT NULL,
    cycle date NOT NULL,
    purpose text,
    ritual_id uuid,
    occurs_at timestamp with time zone,
    opened_at timestamp with time zone NOT NULL,
    opened_by text NOT NULL,
    locked_at timestamp with time zone,
    locked_by text,
    closed_at timestamp with time zone,
    closed_by text,
    version integer NOT NULL,
    CONSTRAINT pk_planning_sessions PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_planning_sessions_cycle ON planning_sessions (cycle);

CREATE TABLE planned_items (
    session_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    position integer NOT NULL,
    title text NOT NULL,
    team text,
    effort double precision,
    cost double precision,
    value integer,
    CONSTRAINT pk_planned_items PRIMARY KEY (session_id, kind, subject_id),
    CONSTRAINT fk_planned_items_session_id FOREIGN KEY (session_id) REFERENCES planning_sessions (id) ON DELETE CASCADE
);

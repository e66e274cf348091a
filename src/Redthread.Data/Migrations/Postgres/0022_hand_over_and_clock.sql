-- Why an item of a hand-over is left open, and by whom.
ALTER TABLE handover_items ADD COLUMN left_at timestamp with time zone NULL;
ALTER TABLE handover_items ADD COLUMN left_by text NULL;
ALTER TABLE handover_items ADD COLUMN left_reason text NULL;

-- By whose clocks a ritual recurs, and those of the organisation.
ALTER TABLE rituals ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';

CREATE TABLE organisation_clocks (
    id uuid NOT NULL,
    time_zone text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_organisation_clocks PRIMARY KEY (id)
);

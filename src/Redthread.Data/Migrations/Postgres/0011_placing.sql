-- How sure the classifier was of a place it gave; places refused by hand (origin 'Refused') are remembered so that it does not give them again.
ALTER TABLE placements ADD COLUMN confidence double precision NULL;
CREATE INDEX ix_placements_hand ON placements (signal_id) WHERE origin IN ('Hand', 'Refused');

-- From which probability on the classifier places verbatims by itself; null is never.
CREATE TABLE placing_settings (
    kind text NOT NULL,
    threshold double precision NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_placing_settings PRIMARY KEY (kind)
);

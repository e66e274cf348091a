-- Why an item of a hand-over is left open, and by whom.
ALTER TABLE handover_items ADD COLUMN left_at timestamp with time zone NULL;
ALTER TABLE handover_items ADD COLUMN left_by text NULL;
ALTER TABLE handover_items ADD COLUMN left_reason text NULL;

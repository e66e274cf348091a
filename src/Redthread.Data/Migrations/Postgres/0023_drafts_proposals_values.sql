-- A journey may be a draft, which counts nowhere until it is published.
ALTER TABLE journeys ADD COLUMN drafted_at timestamp with time zone NULL;

-- Who signs a framework sees what a proposed importance rests on.
ALTER TABLE framework_stages ADD COLUMN proposal text NULL;

-- A stated value at risk and a computed one stand side by side; people choose which counts.
ALTER TABLE opportunities ADD COLUMN value_from text NOT NULL DEFAULT 'Stated';

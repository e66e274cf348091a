-- The signal store. Dimensions and customers are numbered here, so that wide tables carry small integers; 0 is "none".
CREATE TABLE dimensions (
    id bigint NOT NULL CONSTRAINT pk_dimensions PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT uq_dimensions UNIQUE (kind, value)
);

CREATE TABLE customers (
    id bigint NOT NULL CONSTRAINT pk_customers PRIMARY KEY,
    pseudonym bytea NOT NULL CONSTRAINT uq_customers UNIQUE
);

-- A signal's readings are packed in one column: they are always read and written together, and rollups answer all else.
CREATE TABLE signals (
    id bigint NOT NULL CONSTRAINT pk_signals PRIMARY KEY,
    source_id bigint NOT NULL,
    external_id TEXT NOT NULL,
    occurred_at bigint NOT NULL,
    received_at bigint NOT NULL,
    customer_id bigint NULL,
    account_id bigint NOT NULL,
    segments_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    weight double precision NOT NULL,
    verbatim TEXT NULL,
    language TEXT NULL,
    waiting bigint NOT NULL,
    readings bytea NOT NULL
);
CREATE UNIQUE INDEX ix_signals_source_external ON signals (source_id, external_id);
CREATE INDEX ix_signals_customer ON signals (customer_id, occurred_at) WHERE customer_id IS NOT NULL;
CREATE INDEX ix_signals_occurred ON signals (occurred_at);
CREATE INDEX ix_signals_waiting ON signals (occurred_at, id) WHERE waiting = 1;

CREATE TABLE placements (
    signal_id bigint NOT NULL,
    kind TEXT NOT NULL,
    target_id bigint NOT NULL,
    origin TEXT NOT NULL,
    placed_by TEXT NULL,
    CONSTRAINT pk_placements PRIMARY KEY (signal_id, kind, target_id)
);
CREATE INDEX ix_placements_target ON placements (kind, target_id, signal_id);

-- One row per signal and stage: the unit of every stage score, under the framework the store was last rebuilt for.
CREATE TABLE stage_units (
    stage_id bigint NOT NULL,
    occurred_at bigint NOT NULL,
    signal_id bigint NOT NULL,
    segments_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    source_id bigint NOT NULL,
    score double precision NULL,
    CONSTRAINT pk_stage_units PRIMARY KEY (stage_id, occurred_at, signal_id)
);

CREATE TABLE stage_rollups (
    grain bigint NOT NULL,
    period bigint NOT NULL,
    stage_id bigint NOT NULL,
    segments_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    source_id bigint NOT NULL,
    mix_id bigint NOT NULL,
    n bigint NOT NULL,
    known bigint NOT NULL,
    w double precision NOT NULL,
    ww double precision NOT NULL,
    wx double precision NOT NULL,
    wxx double precision NOT NULL,
    wwx double precision NOT NULL,
    wwxx double precision NOT NULL,
    h0 bigint NOT NULL,
    h1 bigint NOT NULL,
    h2 bigint NOT NULL,
    h3 bigint NOT NULL,
    h4 bigint NOT NULL,
    h5 bigint NOT NULL,
    h6 bigint NOT NULL,
    h7 bigint NOT NULL,
    h8 bigint NOT NULL,
    h9 bigint NOT NULL,
    CONSTRAINT pk_stage_rollups PRIMARY KEY (grain, period, stage_id, segments_id, channel_id, source_id, mix_id)
);

-- Cross terms of units of one customer in one period; a dimension in which the two differ is 0.
CREATE TABLE stage_pairs (
    grain bigint NOT NULL,
    period bigint NOT NULL,
    stage_id bigint NOT NULL,
    segments_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    source_id bigint NOT NULL,
    n bigint NOT NULL,
    ww double precision NOT NULL,
    wwx double precision NOT NULL,
    wwxx double precision NOT NULL,
    CONSTRAINT pk_stage_pairs PRIMARY KEY (grain, period, stage_id, segments_id, channel_id, source_id)
);

-- Distinct known customers: over all (dimension 'all'), or with one segments, channel or source.
CREATE TABLE stage_customers (
    grain bigint NOT NULL,
    period bigint NOT NULL,
    stage_id bigint NOT NULL,
    dimension bigint NOT NULL,
    value_id bigint NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT pk_stage_customers PRIMARY KEY (grain, period, stage_id, dimension, value_id)
);

CREATE TABLE stage_latest (
    stage_id bigint NOT NULL,
    segments_id bigint NOT NULL,
    occurred_at bigint NOT NULL,
    CONSTRAINT pk_stage_latest PRIMARY KEY (stage_id, segments_id)
);

-- x is the raw value, s the score on 0-100; readings without a score (no framework needed) still count in x.
CREATE TABLE touchpoint_rollups (
    period bigint NOT NULL,
    stage_id bigint NOT NULL,
    touchpoint_id bigint NOT NULL,
    measure_id bigint NOT NULL,
    segments_id bigint NOT NULL,
    n bigint NOT NULL,
    x double precision NOT NULL,
    w double precision NOT NULL,
    ww double precision NOT NULL,
    wx double precision NOT NULL,
    wxx double precision NOT NULL,
    s double precision NOT NULL,
    ws double precision NOT NULL,
    wss double precision NOT NULL,
    wws double precision NOT NULL,
    wwss double precision NOT NULL,
    h0 bigint NOT NULL,
    h1 bigint NOT NULL,
    h2 bigint NOT NULL,
    h3 bigint NOT NULL,
    h4 bigint NOT NULL,
    h5 bigint NOT NULL,
    h6 bigint NOT NULL,
    h7 bigint NOT NULL,
    h8 bigint NOT NULL,
    h9 bigint NOT NULL,
    CONSTRAINT pk_touchpoint_rollups PRIMARY KEY (period, stage_id, touchpoint_id, measure_id, segments_id)
);

CREATE TABLE store_state (
    id bigint NOT NULL CONSTRAINT pk_store_state PRIMARY KEY,
    version bigint NOT NULL,
    framework_id TEXT NULL,
    signals bigint NOT NULL,
    first_at bigint NULL,
    newest_at bigint NULL
);
INSERT INTO store_state (id, version, framework_id, signals, first_at, newest_at) VALUES (1, 0, NULL, 0, NULL, NULL);

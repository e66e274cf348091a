-- The signal store. Dimensions and customers are numbered here, so that wide tables carry small integers; 0 is "none".
CREATE TABLE dimensions (
    id INTEGER NOT NULL CONSTRAINT pk_dimensions PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT uq_dimensions UNIQUE (kind, value)
);

CREATE TABLE customers (
    id INTEGER NOT NULL CONSTRAINT pk_customers PRIMARY KEY,
    pseudonym BLOB NOT NULL CONSTRAINT uq_customers UNIQUE
);

-- A signal's readings are packed in one column: they are always read and written together, and rollups answer all else.
CREATE TABLE signals (
    id INTEGER NOT NULL CONSTRAINT pk_signals PRIMARY KEY,
    source_id INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    customer_id INTEGER NULL,
    account_id INTEGER NOT NULL,
    segments_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    weight REAL NOT NULL,
    verbatim TEXT NULL,
    language TEXT NULL,
    waiting INTEGER NOT NULL,
    readings BLOB NOT NULL
);
CREATE UNIQUE INDEX ix_signals_source_external ON signals (source_id, external_id);
CREATE INDEX ix_signals_customer ON signals (customer_id, occurred_at) WHERE customer_id IS NOT NULL;
CREATE INDEX ix_signals_occurred ON signals (occurred_at);
CREATE INDEX ix_signals_waiting ON signals (occurred_at, id) WHERE waiting = 1;

CREATE TABLE placements (
    signal_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target_id INTEGER NOT NULL,
    origin TEXT NOT NULL,
    placed_by TEXT NULL,
    CONSTRAINT pk_placements PRIMARY KEY (signal_id, kind, target_id)
) WITHOUT ROWID;
CREATE INDEX ix_placements_target ON placements (kind, target_id, signal_id);

-- One row per signal and stage: the unit of every stage score, under the framework the store was last rebuilt for.
CREATE TABLE stage_units (
    stage_id INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    signal_id INTEGER NOT NULL,
    segments_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    score REAL NULL,
    CONSTRAINT pk_stage_units PRIMARY KEY (stage_id, occurred_at, signal_id)
) WITHOUT ROWID;

CREATE TABLE stage_rollups (
    grain INTEGER NOT NULL,
    period INTEGER NOT NULL,
    stage_id INTEGER NOT NULL,
    segments_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    mix_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    known INTEGER NOT NULL,
    w REAL NOT NULL,
    ww REAL NOT NULL,
    wx REAL NOT NULL,
    wxx REAL NOT NULL,
    wwx REAL NOT NULL,
    wwxx REAL NOT NULL,
    h0 INTEGER NOT NULL,
    h1 INTEGER NOT NULL,
    h2 INTEGER NOT NULL,
    h3 INTEGER NOT NULL,
    h4 INTEGER NOT NULL,
    h5 INTEGER NOT NULL,
    h6 INTEGER NOT NULL,
    h7 INTEGER NOT NULL,
    h8 INTEGER NOT NULL,
    h9 INTEGER NOT NULL,
    CONSTRAINT pk_stage_rollups PRIMARY KEY (grain, period, stage_id, segments_id, channel_id, source_id, mix_id)
) WITHOUT ROWID;

-- Cross terms of units of one customer in one period; a dimension in which the two differ is 0.
CREATE TABLE stage_pairs (
    grain INTEGER NOT NULL,
    period INTEGER NOT NULL,
    stage_id INTEGER NOT NULL,
    segments_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    ww REAL NOT NULL,
    wwx REAL NOT NULL,
    wwxx REAL NOT NULL,
    CONSTRAINT pk_stage_pairs PRIMARY KEY (grain, period, stage_id, segments_id, channel_id, source_id)
) WITHOUT ROWID;

-- Distinct known customers: over all (dimension 'all'), or with one segments, channel or source.
CREATE TABLE stage_customers (
    grain INTEGER NOT NULL,
    period INTEGER NOT NULL,
    stage_id INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    value_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    CONSTRAINT pk_stage_customers PRIMARY KEY (grain, period, stage_id, dimension, value_id)
) WITHOUT ROWID;

CREATE TABLE stage_latest (
    stage_id INTEGER NOT NULL,
    segments_id INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    CONSTRAINT pk_stage_latest PRIMARY KEY (stage_id, segments_id)
) WITHOUT ROWID;

-- x is the raw value, s the score on 0-100; readings without a score (no framework needed) still count in x.
CREATE TABLE touchpoint_rollups (
    period INTEGER NOT NULL,
    stage_id INTEGER NOT NULL,
    touchpoint_id INTEGER NOT NULL,
    measure_id INTEGER NOT NULL,
    segments_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    x REAL NOT NULL,
    w REAL NOT NULL,
    ww REAL NOT NULL,
    wx REAL NOT NULL,
    wxx REAL NOT NULL,
    s REAL NOT NULL,
    ws REAL NOT NULL,
    wss REAL NOT NULL,
    wws REAL NOT NULL,
    wwss REAL NOT NULL,
    h0 INTEGER NOT NULL,
    h1 INTEGER NOT NULL,
    h2 INTEGER NOT NULL,
    h3 INTEGER NOT NULL,
    h4 INTEGER NOT NULL,
    h5 INTEGER NOT NULL,
    h6 INTEGER NOT NULL,
    h7 INTEGER NOT NULL,
    h8 INTEGER NOT NULL,
    h9 INTEGER NOT NULL,
    CONSTRAINT pk_touchpoint_rollups PRIMARY KEY (period, stage_id, touchpoint_id, measure_id, segments_id)
) WITHOUT ROWID;

CREATE TABLE store_state (
    id INTEGER NOT NULL CONSTRAINT pk_store_state PRIMARY KEY,
    version INTEGER NOT NULL,
    framework_id TEXT NULL,
    signals INTEGER NOT NULL,
    first_at INTEGER NULL,
    newest_at INTEGER NULL
);
INSERT INTO store_state (id, version, framework_id, signals, first_at, newest_at) VALUES (1, 0, NULL, 0, NULL, NULL);

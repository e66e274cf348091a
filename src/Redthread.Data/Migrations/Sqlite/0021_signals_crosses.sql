-- What the same people said of two stages: by it the errors of a journey's stages are not taken for independent.
CREATE TABLE stage_crosses (
    grain INTEGER NOT NULL,
    period INTEGER NOT NULL,
    stage_a INTEGER NOT NULL,
    stage_b INTEGER NOT NULL,
    n INTEGER NOT NULL,
    ww REAL NOT NULL,
    wwa REAL NOT NULL,
    wwb REAL NOT NULL,
    wwab REAL NOT NULL,
    CONSTRAINT pk_stage_crosses PRIMARY KEY (grain, period, stage_a, stage_b)
) WITHOUT ROWID;
-- Of signals that are there already it is summed with the next append, which follows the framework anew.
UPDATE store_state SET framework_id = NULL WHERE signals > 0;

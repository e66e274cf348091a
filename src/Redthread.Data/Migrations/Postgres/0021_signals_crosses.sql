-- What the same people said of two stages: by it the errors of a journey's stages are not taken for independent.
CREATE TABLE stage_crosses (
    grain integer NOT NULL,
    period integer NOT NULL,
    stage_a integer NOT NULL,
    stage_b integer NOT NULL,
    n bigint NOT NULL,
    ww double precision NOT NULL,
    wwa double precision NOT NULL,
    wwb double precision NOT NULL,
    wwab double precision NOT NULL,
    CONSTRAINT pk_stage_crosses PRIMARY KEY (grain, period, stage_a, stage_b)
);
-- Of signals that are there already it is summed with the next append, which follows the framework anew.
UPDATE store_state SET framework_id = NULL WHERE signals > 0;

-- Since when each detector looks: before that nothing is known, which is not the same as nothing found.
CREATE TABLE "detector_looks" (
    "detector" TEXT NOT NULL CONSTRAINT "pk_detector_looks" PRIMARY KEY,
    "first_at" TEXT NOT NULL
);

INSERT INTO "detector_looks" ("detector", "first_at")
SELECT "detector", MIN("first_at") FROM "findings" GROUP BY "detector";

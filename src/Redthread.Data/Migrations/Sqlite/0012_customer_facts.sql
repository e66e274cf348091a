-- What is known of customers beside their signals: since when, until when, what they bring and buy.
CREATE TABLE "customer_facts" (
    "source" TEXT NOT NULL,
    "customer" BLOB NOT NULL,
    "started_on" TEXT NOT NULL,
    "ended_on" TEXT NULL,
    "known_until" TEXT NOT NULL,
    "segment_id" TEXT NULL,
    "margin" REAL NULL,
    "changed_at" TEXT NOT NULL,
    CONSTRAINT "pk_customer_facts" PRIMARY KEY ("source", "customer")
);

CREATE INDEX "ix_customer_facts_customer" ON "customer_facts" ("customer");

CREATE TABLE "customer_periods" (
    "source" TEXT NOT NULL,
    "customer" BLOB NOT NULL,
    "month" TEXT NOT NULL,
    "revenue" REAL NULL,
    "margin" REAL NULL,
    CONSTRAINT "pk_customer_periods" PRIMARY KEY ("source", "customer", "month")
);

CREATE INDEX "ix_customer_periods_customer" ON "customer_periods" ("customer");

CREATE TABLE "customer_purchases" (
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "customer" BLOB NOT NULL,
    "on" TEXT NOT NULL,
    "amount" REAL NOT NULL,
    CONSTRAINT "pk_customer_purchases" PRIMARY KEY ("source", "external_id")
);

CREATE INDEX "ix_customer_purchases_customer" ON "customer_purchases" ("customer");

CREATE TABLE "customer_fact_states" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_customer_fact_states" PRIMARY KEY,
    "version" INTEGER NOT NULL
);

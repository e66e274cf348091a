-- What is known of customers beside their signals: since when, until when, what they bring and buy.
CREATE TABLE customer_facts (
    source text NOT NULL,
    customer bytea NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    known_until date NOT NULL,
    segment_id uuid,
    margin double precision,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_customer_facts PRIMARY KEY (source, customer)
);

CREATE INDEX ix_customer_facts_customer ON customer_facts (customer);

CREATE TABLE customer_periods (
    source text NOT NULL,
    customer bytea NOT NULL,
    month date NOT NULL,
    revenue double precision,
    margin double precision,
    CONSTRAINT pk_customer_periods PRIMARY KEY (source, customer, month)
);

CREATE INDEX ix_customer_periods_customer ON customer_periods (customer);

CREATE TABLE customer_purchases (
    source text NOT NULL,
    external_id text NOT NULL,
    customer bytea NOT NULL,
    "on" date NOT NULL,
    amount double precision NOT NULL,
    CONSTRAINT pk_customer_purchases PRIMARY KEY (source, external_id)
);

CREATE INDEX ix_customer_purchases_customer ON customer_purchases (customer);

CREATE TABLE customer_fact_states (
    id integer NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pk_customer_fact_states PRIMARY KEY (id)
);

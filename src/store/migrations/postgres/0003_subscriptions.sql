CREATE TABLE subscriptions (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  subscription_id text COLLATE "C" NOT NULL,
  -- The start of the first entry.
  start_date bigint NOT NULL,
  entries text COLLATE "C" NOT NULL,
  custom_dimensions text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, account_id, subscription_id)
);
CREATE INDEX subscriptions_by_id ON subscriptions (tenant_id, subscription_id);
CREATE INDEX subscriptions_by_start_date ON subscriptions (tenant_id, start_date, account_id, subscription_id);

-- Derived from subscriptions, and written together with them.
CREATE TABLE mrr_movements (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  rank bigint NOT NULL,
  class text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  mrr_before bigint NOT NULL,
  mrr_after bigint NOT NULL,
  causes text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, at, account_id, rank)
);
CREATE INDEX mrr_movements_by_account ON mrr_movements (tenant_id, account_id, at, rank);

-- Derived from mrr_movements: the changes of a UTC day (its start in epoch ms) to the MRR of all accounts and to the
-- number of accounts with MRR. A report reads these sums instead of all movements before it.
CREATE TABLE mrr_days (
  tenant_id bigint NOT NULL,
  day bigint NOT NULL,
  mrr bigint NOT NULL,
  accounts bigint NOT NULL,
  PRIMARY KEY (tenant_id, day)
);

CREATE TABLE due_dates (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  subscription_id text COLLATE "C" NOT NULL,
  due_date bigint NOT NULL,
  state text COLLATE "C" NOT NULL,
  value bigint NOT NULL,
  renewed_at bigint,
  renewed_value bigint,
  plan_code text COLLATE "C",
  last_end bigint,
  PRIMARY KEY (tenant_id, due_date, account_id, subscription_id)
);
CREATE INDEX due_dates_by_account ON due_dates (tenant_id, account_id);

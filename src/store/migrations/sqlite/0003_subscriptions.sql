CREATE TABLE subscriptions (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  -- The start of the first entry.
  start_date INTEGER NOT NULL,
  entries TEXT NOT NULL,
  custom_dimensions TEXT NOT NULL,
  PRIMARY KEY (tenant_id, account_id, subscription_id)
) STRICT;
CREATE INDEX subscriptions_by_id ON subscriptions (tenant_id, subscription_id);
CREATE INDEX subscriptions_by_start_date ON subscriptions (tenant_id, start_date, account_id, subscription_id);

-- Derived from subscriptions, and written together with them.
CREATE TABLE mrr_movements (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  class TEXT NOT NULL,
  amount INTEGER NOT NULL,
  mrr_before INTEGER NOT NULL,
  mrr_after INTEGER NOT NULL,
  causes TEXT NOT NULL,
  PRIMARY KEY (tenant_id, at, account_id, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX mrr_movements_by_account ON mrr_movements (tenant_id, account_id, at, rank);

-- Derived from mrr_movements: the changes of a UTC day (its start in epoch ms) to the MRR of all accounts and to the
-- number of accounts with MRR. A report reads these sums instead of all movements before it.
CREATE TABLE mrr_days (
  tenant_id INTEGER NOT NULL,
  day INTEGER NOT NULL,
  mrr INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_dates (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  due_date INTEGER NOT NULL,
  state TEXT NOT NULL,
  value INTEGER NOT NULL,
  renewed_at INTEGER,
  renewed_value INTEGER,
  plan_code TEXT,
  last_end INTEGER,
  PRIMARY KEY (tenant_id, due_date, account_id, subscription_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_dates_by_account ON due_dates (tenant_id, account_id);

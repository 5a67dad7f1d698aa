CREATE TABLE tenants (
  tenant_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  -- The next id for a record or a history entry of this tenant.
  next_id INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
  key_id TEXT PRIMARY KEY,
  tenant_id INTEGER NOT NULL REFERENCES tenants (tenant_id),
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  -- SHA-256 of the key. The key itself is not stored.
  hash BLOB NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  expire_time INTEGER,
  revoke_time INTEGER
) STRICT;

CREATE TABLE accounts (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  join_date INTEGER NOT NULL,
  renewal_date INTEGER,
  billing_account_id TEXT,
  support_account_id TEXT,
  crm_account_id TEXT,
  billing_street TEXT,
  billing_city TEXT,
  billing_postal_code TEXT,
  billing_state TEXT,
  billing_country TEXT,
  phone TEXT,
  employees INTEGER,
  industry TEXT,
  tier TEXT,
  csm_score INTEGER,
  current_nps_score INTEGER,
  sales_rep_name TEXT,
  sales_rep_email TEXT,
  source TEXT,
  website TEXT,
  description TEXT,
  is_deleted INTEGER NOT NULL,
  is_churned INTEGER NOT NULL,
  inactive_time INTEGER,
  inactive_reason TEXT,
  parent_account_id TEXT,
  hierarchy_label TEXT,
  latest_status_title TEXT,
  latest_status_details TEXT,
  latest_status_date INTEGER,
  assigned_csms TEXT NOT NULL,
  custom_label_dimensions TEXT NOT NULL,
  custom_value_dimensions TEXT NOT NULL,
  custom_event_dimensions TEXT NOT NULL,
  documents TEXT NOT NULL,
  stage_history TEXT NOT NULL,
  nps_history TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  current_stage TEXT,
  current_mrr INTEGER,
  current_health_score INTEGER,
  open_tickets INTEGER NOT NULL,
  last_interaction_time INTEGER,
  create_time INTEGER NOT NULL,
  -- The renewal date set by hand, and the one derived from subscriptions, which has priority.
  manual_renewal_date INTEGER,
  subscription_renewal_date INTEGER,
  -- The next instants at which derived columns change without a write, and the earliest of them.
  stage_due INTEGER,
  money_due INTEGER,
  next_change_due INTEGER,
  -- Folded text for case-insensitive search beyond ASCII: JSON, almost always null.
  folded TEXT,
  PRIMARY KEY (tenant_id, account_id)
) STRICT;

-- The sort orders of the list that have an index. The list hides inactive accounts by default, hence is_active.
CREATE INDEX accounts_by_id ON accounts (tenant_id, is_active, account_id);
CREATE INDEX accounts_by_name ON accounts (tenant_id, is_active, name, account_id);
CREATE INDEX accounts_by_join_date ON accounts (tenant_id, is_active, join_date, account_id);
CREATE INDEX accounts_by_current_mrr ON accounts (tenant_id, is_active, current_mrr, account_id);
CREATE INDEX accounts_by_renewal_date ON accounts (tenant_id, is_active, renewal_date, account_id);
CREATE INDEX accounts_due ON accounts (tenant_id, next_change_due) WHERE next_change_due IS NOT NULL;

CREATE TABLE account_changes (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (tenant_id, account_id, id)
) STRICT, WITHOUT ROWID;

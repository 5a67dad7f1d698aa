CREATE TABLE tenants (
  tenant_id bigint PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  time_zone text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  create_time bigint NOT NULL,
  -- The next id to give of those that records and history entries of this tenant carry.
  next_id bigint NOT NULL,
  -- How many transactions have written data of this tenant: by it a replica is known to have come far enough.
  writes bigint NOT NULL
);

-- Who holds a tenant's one upload at a time, and until when (epoch ms by this database's clock) unless it is renewed.
CREATE TABLE upload_slots (
  tenant_id bigint PRIMARY KEY,
  server text NOT NULL,
  upload text NOT NULL,
  lease_until bigint NOT NULL
);

CREATE TABLE api_keys (
  key_id text COLLATE "C" PRIMARY KEY,
  tenant_id bigint NOT NULL REFERENCES tenants (tenant_id),
  name text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL,
  -- SHA-256 of the key; the key itself is stored nowhere.
  hash bytea NOT NULL UNIQUE,
  prefix text COLLATE "C" NOT NULL,
  create_time bigint NOT NULL,
  expire_time bigint,
  revoke_time bigint
);

CREATE TABLE accounts (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  join_date bigint NOT NULL,
  renewal_date bigint,
  billing_account_id text COLLATE "C",
  support_account_id text COLLATE "C",
  crm_account_id text COLLATE "C",
  billing_street text COLLATE "C",
  billing_city text COLLATE "C",
  billing_postal_code text COLLATE "C",
  billing_state text COLLATE "C",
  billing_country text COLLATE "C",
  phone text COLLATE "C",
  employees bigint,
  industry text COLLATE "C",
  tier text COLLATE "C",
  csm_score bigint,
  current_nps_score bigint,
  sales_rep_name text COLLATE "C",
  sales_rep_email text COLLATE "C",
  source text COLLATE "C",
  website text COLLATE "C",
  description text COLLATE "C",
  is_deleted boolean NOT NULL,
  is_churned boolean NOT NULL,
  inactive_time bigint,
  inactive_reason text COLLATE "C",
  parent_account_id text COLLATE "C",
  hierarchy_label text COLLATE "C",
  latest_status_title text COLLATE "C",
  latest_status_details text COLLATE "C",
  latest_status_date bigint,
  assigned_csms text COLLATE "C" NOT NULL,
  custom_label_dimensions text COLLATE "C" NOT NULL,
  custom_value_dimensions text COLLATE "C" NOT NULL,
  custom_event_dimensions text COLLATE "C" NOT NULL,
  documents text COLLATE "C" NOT NULL,
  stage_history text COLLATE "C" NOT NULL,
  nps_history text COLLATE "C" NOT NULL,
  is_active boolean NOT NULL,
  current_stage text COLLATE "C",
  current_mrr bigint,
  current_health_score bigint,
  open_tickets bigint NOT NULL,
  last_interaction_time bigint,
  create_time bigint NOT NULL,
  -- The renewal date set by hand, and the one that follows from subscriptions and goes before it.
  manual_renewal_date bigint,
  subscription_renewal_date bigint,
  -- The next instants at which derived columns change by the clock alone, and the first of them.
  stage_due bigint,
  money_due bigint,
  next_change_due bigint,
  -- What search without case needs beyond ASCII: JSON, null almost always.
  folded text COLLATE "C",
  PRIMARY KEY (tenant_id, account_id)
);

-- The indexed orders of the list; inactive accounts are hidden from it by default. A name and an id of full length
-- together are more than an index entry holds. Where nulls come last in both directions one index cannot serve both.
CREATE INDEX accounts_by_id ON accounts (tenant_id, is_active, account_id);
CREATE INDEX accounts_by_name ON accounts (tenant_id, is_active, name);
CREATE INDEX accounts_by_join_date ON accounts (tenant_id, is_active, join_date, account_id);
CREATE INDEX accounts_by_current_mrr ON accounts (tenant_id, is_active, current_mrr, account_id);
CREATE INDEX accounts_by_current_mrr_down ON accounts
  (tenant_id, is_active, current_mrr DESC NULLS LAST, account_id DESC);
CREATE INDEX accounts_by_renewal_date ON accounts (tenant_id, is_active, renewal_date, account_id);
CREATE INDEX accounts_by_renewal_date_down ON accounts
  (tenant_id, is_active, renewal_date DESC NULLS LAST, account_id DESC);
CREATE INDEX accounts_due ON accounts (tenant_id, next_change_due) WHERE next_change_due IS NOT NULL;

CREATE TABLE account_changes (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  id bigint NOT NULL,
  at bigint NOT NULL,
  what text COLLATE "C" NOT NULL,
  "from" text COLLATE "C" NOT NULL,
  "to" text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, account_id, id)
);

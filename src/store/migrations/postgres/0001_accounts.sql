CREATE TABLE tenants (
  tenant_id bigint PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  time_zone text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  create_time bigint NOT NULL,
  -- The next id for a record or a history entry of this tenant.
  next_id bigint NOT NULL,
  -- The number of transactions that have written this tenant's data. It tells how recent the copy of a replica is.
  writes bigint NOT NULL
);

-- The upload slot of a tenant: which server holds it for which upload, and until when (epoch ms by this database's
-- clock) unless the lease is renewed.
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
  -- SHA-256 of the key. The key itself is not stored.
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
  -- The renewal date set by hand, and the one derived from subscriptions, which has priority.
  manual_renewal_date bigint,
  subscription_renewal_date bigint,
  -- The next instants at which derived columns change without a write, and the earliest of them.
  stage_due bigint,
  money_due bigint,
  next_change_due bigint,
  -- Folded text for case-insensitive search beyond ASCII: JSON, almost always null.
  folded text COLLATE "C",
  PRIMARY KEY (tenant_id, account_id)
);

-- The sort orders of the list that have an index. The list hides inactive accounts by default, hence is_active.
-- A name and an id of full length together exceed an index entry, so the id is left out there. Nulls come last in both
-- directions, so a column with nulls needs an index for each direction.
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

-- Ids that are unique within a tenant have plain indexes: the program checks uniqueness under the tenant's write lock.

CREATE TABLE account_users (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  first_name text COLLATE "C" NOT NULL,
  last_name text COLLATE "C" NOT NULL,
  is_primary boolean NOT NULL,
  product_join_date bigint NOT NULL,
  contact_user_id text COLLATE "C",
  phone text COLLATE "C",
  mobile_phone text COLLATE "C",
  email text COLLATE "C",
  salutation text COLLATE "C",
  title text COLLATE "C",
  role text COLLATE "C",
  department text COLLATE "C",
  lead_source text COLLATE "C",
  mailing_street text COLLATE "C",
  mailing_city text COLLATE "C",
  mailing_state text COLLATE "C",
  mailing_postal_code text COLLATE "C",
  mailing_country text COLLATE "C",
  source text COLLATE "C",
  is_active boolean NOT NULL,
  custom_label_dimensions text COLLATE "C" NOT NULL,
  custom_value_dimensions text COLLATE "C" NOT NULL,
  custom_event_dimensions text COLLATE "C" NOT NULL,
  folded text COLLATE "C",
  PRIMARY KEY (tenant_id, account_id, user_id)
);

CREATE INDEX account_users_by_id ON account_users (tenant_id, user_id, account_id);

CREATE TABLE account_contacts (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  first_name text COLLATE "C" NOT NULL,
  last_name text COLLATE "C" NOT NULL,
  is_primary boolean NOT NULL,
  phone text COLLATE "C",
  mobile_phone text COLLATE "C",
  email text COLLATE "C",
  salutation text COLLATE "C",
  title text COLLATE "C",
  role text COLLATE "C",
  department text COLLATE "C",
  lead_source text COLLATE "C",
  mailing_street text COLLATE "C",
  mailing_city text COLLATE "C",
  mailing_state text COLLATE "C",
  mailing_postal_code text COLLATE "C",
  mailing_country text COLLATE "C",
  source text COLLATE "C",
  is_active boolean NOT NULL,
  custom_label_dimensions text COLLATE "C" NOT NULL,
  custom_value_dimensions text COLLATE "C" NOT NULL,
  custom_event_dimensions text COLLATE "C" NOT NULL,
  folded text COLLATE "C",
  PRIMARY KEY (tenant_id, account_id, user_id)
);

CREATE INDEX account_contacts_by_id ON account_contacts (tenant_id, user_id, account_id);

CREATE TABLE statements (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  start_date bigint NOT NULL,
  paid_date bigint,
  due_date bigint,
  is_failed boolean NOT NULL,
  recurring bigint,
  non_recurring bigint,
  transactions text COLLATE "C" NOT NULL,
  line_items text COLLATE "C" NOT NULL,
  source text COLLATE "C",
  paid_amount bigint,
  given_recurring bigint,
  given_non_recurring bigint,
  PRIMARY KEY (tenant_id, account_id, invoice_id)
);

CREATE INDEX statements_by_id ON statements (tenant_id, invoice_id);
CREATE INDEX statements_by_start_date ON statements (tenant_id, start_date, account_id, invoice_id);

CREATE TABLE support_tickets (
  tenant_id bigint NOT NULL,
  ticket_id text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  create_time bigint NOT NULL,
  type text COLLATE "C",
  close_time bigint,
  priority text COLLATE "C",
  assignee_id text COLLATE "C",
  assignee_email text COLLATE "C",
  description text COLLATE "C",
  source text COLLATE "C",
  csat_label text COLLATE "C",
  csat_value bigint,
  last_update_time bigint,
  PRIMARY KEY (tenant_id, account_id, ticket_id)
);

CREATE INDEX support_tickets_by_id ON support_tickets (tenant_id, ticket_id);
CREATE INDEX support_tickets_by_create_time ON support_tickets (tenant_id, create_time, account_id, ticket_id);

CREATE TABLE interactions (
  tenant_id bigint NOT NULL,
  id bigint NOT NULL,
  external_id text COLLATE "C",
  account_id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  create_time bigint NOT NULL,
  rep_email text COLLATE "C",
  rep_first_name text COLLATE "C",
  rep_last_name text COLLATE "C",
  user_id text COLLATE "C",
  "user" text COLLATE "C",
  details text COLLATE "C",
  subject text COLLATE "C",
  source text COLLATE "C",
  is_html boolean NOT NULL,
  modify_time bigint NOT NULL,
  PRIMARY KEY (tenant_id, account_id, id)
);

CREATE INDEX interactions_by_id ON interactions (tenant_id, id);
CREATE INDEX interactions_by_external_id ON interactions (tenant_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX interactions_by_create_time ON interactions (tenant_id, create_time, account_id, id);
CREATE INDEX interactions_by_account ON interactions (tenant_id, account_id, create_time);

CREATE TABLE notes (
  tenant_id bigint NOT NULL,
  id bigint NOT NULL,
  external_id text COLLATE "C",
  account_id text COLLATE "C" NOT NULL,
  create_time bigint NOT NULL,
  rep_email text COLLATE "C",
  editor_first_name text COLLATE "C",
  editor_last_name text COLLATE "C",
  note text COLLATE "C",
  subject text COLLATE "C",
  source text COLLATE "C",
  is_html boolean NOT NULL,
  modify_time bigint NOT NULL,
  PRIMARY KEY (tenant_id, account_id, id)
);

CREATE INDEX notes_by_id ON notes (tenant_id, id);
CREATE INDEX notes_by_external_id ON notes (tenant_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX notes_by_create_time ON notes (tenant_id, create_time, account_id, id);

CREATE TABLE metric_points (
  tenant_id bigint NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  timestamp bigint NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (tenant_id, account_id, name, timestamp)
);

CREATE TABLE metric_series (
  tenant_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, name, account_id)
);

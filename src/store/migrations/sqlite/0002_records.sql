-- Ids that are unique within a tenant have plain indexes: the program checks uniqueness under the tenant's write lock.

CREATE TABLE account_users (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  is_primary INTEGER NOT NULL,
  product_join_date INTEGER NOT NULL,
  contact_user_id TEXT,
  phone TEXT,
  mobile_phone TEXT,
  email TEXT,
  salutation TEXT,
  title TEXT,
  role TEXT,
  department TEXT,
  lead_source TEXT,
  mailing_street TEXT,
  mailing_city TEXT,
  mailing_state TEXT,
  mailing_postal_code TEXT,
  mailing_country TEXT,
  source TEXT,
  is_active INTEGER NOT NULL,
  custom_label_dimensions TEXT NOT NULL,
  custom_value_dimensions TEXT NOT NULL,
  custom_event_dimensions TEXT NOT NULL,
  folded TEXT,
  PRIMARY KEY (tenant_id, account_id, user_id)
) STRICT;

CREATE INDEX account_users_by_id ON account_users (tenant_id, user_id, account_id);

CREATE TABLE account_contacts (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  is_primary INTEGER NOT NULL,
  phone TEXT,
  mobile_phone TEXT,
  email TEXT,
  salutation TEXT,
  title TEXT,
  role TEXT,
  department TEXT,
  lead_source TEXT,
  mailing_street TEXT,
  mailing_city TEXT,
  mailing_state TEXT,
  mailing_postal_code TEXT,
  mailing_country TEXT,
  source TEXT,
  is_active INTEGER NOT NULL,
  custom_label_dimensions TEXT NOT NULL,
  custom_value_dimensions TEXT NOT NULL,
  custom_event_dimensions TEXT NOT NULL,
  folded TEXT,
  PRIMARY KEY (tenant_id, account_id, user_id)
) STRICT;

CREATE INDEX account_contacts_by_id ON account_contacts (tenant_id, user_id, account_id);

CREATE TABLE statements (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  invoice_id TEXT NOT NULL,
  start_date INTEGER NOT NULL,
  paid_date INTEGER,
  due_date INTEGER,
  is_failed INTEGER NOT NULL,
  recurring INTEGER,
  non_recurring INTEGER,
  transactions TEXT NOT NULL,
  line_items TEXT NOT NULL,
  source TEXT,
  paid_amount INTEGER,
  given_recurring INTEGER,
  given_non_recurring INTEGER,
  PRIMARY KEY (tenant_id, account_id, invoice_id)
) STRICT;

CREATE INDEX statements_by_id ON statements (tenant_id, invoice_id);
CREATE INDEX statements_by_start_date ON statements (tenant_id, start_date, account_id, invoice_id);

CREATE TABLE support_tickets (
  tenant_id INTEGER NOT NULL,
  ticket_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  state TEXT NOT NULL,
  subject TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  type TEXT,
  close_time INTEGER,
  priority TEXT,
  assignee_id TEXT,
  assignee_email TEXT,
  description TEXT,
  source TEXT,
  csat_label TEXT,
  csat_value INTEGER,
  last_update_time INTEGER,
  PRIMARY KEY (tenant_id, account_id, ticket_id)
) STRICT;

CREATE INDEX support_tickets_by_id ON support_tickets (tenant_id, ticket_id);
CREATE INDEX support_tickets_by_create_time ON support_tickets (tenant_id, create_time, account_id, ticket_id);

CREATE TABLE interactions (
  tenant_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  external_id TEXT,
  account_id TEXT NOT NULL,
  type TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  rep_email TEXT,
  rep_first_name TEXT,
  rep_last_name TEXT,
  user_id TEXT,
  "user" TEXT,
  details TEXT,
  subject TEXT,
  source TEXT,
  is_html INTEGER NOT NULL,
  modify_time INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, account_id, id)
) STRICT;

CREATE INDEX interactions_by_id ON interactions (tenant_id, id);
CREATE INDEX interactions_by_external_id ON interactions (tenant_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX interactions_by_create_time ON interactions (tenant_id, create_time, account_id, id);
CREATE INDEX interactions_by_account ON interactions (tenant_id, account_id, create_time);

CREATE TABLE notes (
  tenant_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  external_id TEXT,
  account_id TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  rep_email TEXT,
  editor_first_name TEXT,
  editor_last_name TEXT,
  note TEXT,
  subject TEXT,
  source TEXT,
  is_html INTEGER NOT NULL,
  modify_time INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, account_id, id)
) STRICT;

CREATE INDEX notes_by_id ON notes (tenant_id, id);
CREATE INDEX notes_by_external_id ON notes (tenant_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX notes_by_create_time ON notes (tenant_id, create_time, account_id, id);

CREATE TABLE metric_points (
  tenant_id INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (tenant_id, account_id, name, timestamp)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric_series (
  tenant_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  account_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, name, account_id)
) STRICT, WITHOUT ROWID;

-- When a record last changed. Rows that are there already count as changed now, so that a reader of increments finds them
-- once.
ALTER TABLE accounts ADD COLUMN modify_time INTEGER NOT NULL DEFAULT 0;
UPDATE accounts SET modify_time = CAST(unixepoch('subsec') * 1000 AS INTEGER);
ALTER TABLE account_users ADD COLUMN modify_time INTEGER NOT NULL DEFAULT 0;
UPDATE account_users SET modify_time = CAST(unixepoch('subsec') * 1000 AS INTEGER);
ALTER TABLE account_contacts ADD COLUMN modify_time INTEGER NOT NULL DEFAULT 0;
UPDATE account_contacts SET modify_time = CAST(unixepoch('subsec') * 1000 AS INTEGER);
ALTER TABLE statements ADD COLUMN modify_time INTEGER NOT NULL DEFAULT 0;
UPDATE statements SET modify_time = CAST(unixepoch('subsec') * 1000 AS INTEGER);
ALTER TABLE support_tickets ADD COLUMN modify_time INTEGER NOT NULL DEFAULT 0;
UPDATE support_tickets SET modify_time = CAST(unixepoch('subsec') * 1000 AS INTEGER);
ALTER TABLE subscriptions ADD COLUMN modify_time INTEGER NOT NULL DEFAULT 0;
UPDATE subscriptions SET modify_time = CAST(unixepoch('subsec') * 1000 AS INTEGER);

-- For lists by modify_time. Lists hide inactive accounts and people by default, and is_active comes last so that one index
-- also serves those that show them.
CREATE INDEX accounts_by_modify_time ON accounts (tenant_id, modify_time, account_id, is_active);
CREATE INDEX account_users_by_modify_time ON account_users (tenant_id, modify_time, account_id, user_id, is_active);
CREATE INDEX account_contacts_by_modify_time ON account_contacts (tenant_id, modify_time, account_id, user_id, is_active);
CREATE INDEX statements_by_modify_time ON statements (tenant_id, modify_time, account_id, invoice_id);
CREATE INDEX support_tickets_by_modify_time ON support_tickets (tenant_id, modify_time, account_id, ticket_id);
CREATE INDEX interactions_by_modify_time ON interactions (tenant_id, modify_time, account_id, id);
CREATE INDEX notes_by_modify_time ON notes (tenant_id, modify_time, account_id, id);
CREATE INDEX subscriptions_by_modify_time ON subscriptions (tenant_id, modify_time, account_id, subscription_id);

-- When a record last changed. Rows that are there already count as changed now, so that a reader of increments finds them
-- once.
-- The default is the time of an insert: servers of the version before may still write.
ALTER TABLE accounts
  ADD COLUMN modify_time bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE account_users
  ADD COLUMN modify_time bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE account_contacts
  ADD COLUMN modify_time bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE statements
  ADD COLUMN modify_time bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE support_tickets
  ADD COLUMN modify_time bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE subscriptions
  ADD COLUMN modify_time bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint;

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

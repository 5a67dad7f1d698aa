-- The present of the tenant's last write, epoch ms: no later write has an earlier one.
ALTER TABLE tenants ADD COLUMN present bigint NOT NULL DEFAULT 0;
-- While derived columns are computed anew after the clock was set back: the last account that is done, '' before the
-- first.
ALTER TABLE tenants ADD COLUMN rederived_to text COLLATE "C";

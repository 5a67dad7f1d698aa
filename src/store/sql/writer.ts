/** Writes of one tenant's data: the SQL that both databases share. */
import type { Change } from '../../domain/account/changes.ts';
import type { Row } from '../../domain/row.ts';
import type { Point, Writer } from '../store.ts';
import { accountChanges, mrrMovements, type Table } from '../tables.ts';
import { addToDays } from './mrr-days.ts';
import { removePoints } from './points.ts';
import { SqlReader } from './reader.ts';

/** The writer of either database. A subclass adds the statements that insert or delete many rows. */
/** Has the derived columns of a tenant computed anew from the first account on. */
export const beginRederiving = "UPDATE tenants SET rederived_to = '' WHERE tenant_id = ?";

export abstract class SqlWriter extends SqlReader implements Writer {
  abstract readonly now: number;
  abstract upsert(table: Table, rows: readonly Row[]): Promise<void>;
  abstract update(table: Table, columns: readonly string[], rows: readonly Row[]): Promise<void>;
  abstract remove(table: Table, rows: readonly Row[]): Promise<void>;
  abstract putPoints(points: readonly Point[]): Promise<void>;

  async addChanges(changes: readonly Change[]): Promise<void> {
    let id = await this.takeIds(changes.length);
    await this.upsert(
      accountChanges,
      changes.map((change) => ({ id: id++, ...change })),
    );
  }

  async setRederivedTo(accountId: string | null): Promise<void> {
    await this.session.run('UPDATE tenants SET rederived_to = ? WHERE tenant_id = ?', accountId, this.tenantId);
  }

  async removeClockChanges(accountIds: readonly string[], after: number): Promise<void> {
    const among = this.dialect.among('account_id', 'text');
    await this.session.run(
      `DELETE FROM account_changes WHERE tenant_id = ? AND ${among} AND at > ? AND source = 'clock'`,
      this.tenantId,
      this.dialect.list(accountIds, 'text'),
      after,
    );
  }

  async removeMetric(name: string, accountId?: string): Promise<boolean> {
    return removePoints(this.session, this.dialect, this.tenantId, name, accountId);
  }

  async takeIds(count: number): Promise<number> {
    if (count === 0) return 0;
    const sql = 'UPDATE tenants SET next_id = next_id + ? WHERE tenant_id = ? RETURNING next_id';
    const [row] = await this.session.rows(sql, count, this.tenantId);
    return (row?.next_id as number) - count;
  }

  async replaceOf(table: Table, accountIds: readonly string[], rows: readonly Row[]): Promise<void> {
    const sql = `DELETE FROM ${table.name} WHERE tenant_id = ? AND ${this.dialect.among('account_id', 'text')}`;
    await this.session.run(sql, this.tenantId, this.dialect.list(accountIds, 'text'));
    await this.upsert(table, rows);
  }

  async replaceMovements(accountIds: readonly string[], rows: readonly Row[]): Promise<void> {
    await addToDays(this.session, this.dialect, this.tenantId, accountIds, -1);
    await this.replaceOf(mrrMovements, accountIds, rows);
    await addToDays(this.session, this.dialect, this.tenantId, accountIds, 1);
  }
}

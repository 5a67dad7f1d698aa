import { after, test } from 'node:test';
import { openDatabase } from '../../src/store/database.ts';
import { freshPostgres, noPostgres } from '../support/databases.ts';
import { exercise } from './conformance.ts';

const skip = await noPostgres();
if (skip) test('a store on PostgreSQL', { skip });
else {
  const { spec, remove } = await freshPostgres();
  after(remove);
  exercise({ open: async (clock) => openDatabase({ ...spec, ...(clock && { clock: clock.buffer }) }, 'writer', 30) });
}

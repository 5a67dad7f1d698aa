/**
 * What a store must do, whichever database it is on. A database passes where `exercise` on it does; nothing here knows
 * a dialect.
 */
import { exerciseConditions } from './conditions.ts';
import { exerciseDirectory } from './directory.ts';
import type { Harness } from './harness.ts';
import { exerciseIsolation } from './isolation.ts';
import { exerciseMoney } from './money.ts';
import { exercisePages } from './pages.ts';
import { exercisePoints } from './points.ts';
import { exercisePresents } from './presents.ts';
import { exerciseRows } from './rows.ts';
import { exerciseTransactions } from './transactions.ts';

export function exercise(harness: Harness): void {
  exercisePages(harness);
  exerciseConditions(harness);
  exerciseRows(harness);
  exercisePoints(harness);
  exerciseMoney(harness);
  exerciseTransactions(harness);
  exercisePresents(harness);
  exerciseIsolation(harness);
  exerciseDirectory(harness);
}

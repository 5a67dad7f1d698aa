/** Every small batch under every option, as the levels of the rules tell them apart. */
import type { BatchOptions, Outcome } from '../../src/domain/batch.ts';
import { accountNotFound, Fault } from '../../src/domain/errors.ts';

const flags = [false, true];
/** What can become of a record: a fault of level 1, two of level 2, two ways to be applied. */
export const kinds = ['level 1', 'unknown account', 'level 2', 'created', 'unchanged'] as const;
export type Kind = (typeof kinds)[number];

/** Every batch of up to three records. */
export const batches: Kind[][] = [[]];
for (let length = 0; length < 3; length++)
  batches.push(
    ...batches.filter((batch) => batch.length === length).flatMap((batch) => kinds.map((kind) => [...batch, kind])),
  );

export const optionSets: BatchOptions[] = flags.flatMap((ignoreMissingAccounts) =>
  flags.flatMap((atomic) =>
    flags.flatMap((dryRun) =>
      flags.map((outcomes) => ({ ignoreMissingAccounts, atomic, dryRun, outcomes, overwriteCsms: false })),
    ),
  ),
);

export function resultOf(kind: Kind): Outcome | Fault {
  if (kind === 'level 1') return new Fault('invalid_type', "'name' value must be a string", 'name');
  if (kind === 'unknown account') return accountNotFound();
  return kind === 'level 2' ? new Fault('missing_field_for_insert', 'missing', 'name') : kind;
}

export const levelOneOf = (results: readonly (Outcome | Fault)[], batch: readonly Kind[]): unknown[] =>
  results.map((result, index) => (batch[index] === 'level 1' ? result : {}));

/** The two levels, as they are told to clients. */
export function expectedOk(batch: readonly Kind[], { atomic, ignoreMissingAccounts }: BatchOptions): boolean {
  const faults = batch.filter((kind) => kind !== 'created' && kind !== 'unchanged');
  if (faults.includes('level 1')) return false;
  if (atomic && faults.length > 0) return false;
  if (!ignoreMissingAccounts && faults.includes('unknown account')) return false;
  const nothingLeft = faults.length === batch.length;
  return !(nothingLeft && faults.includes('level 2'));
}

export const isApplied = (kind: Kind): boolean => kind === 'created' || kind === 'unchanged';

/**
 * Many conditions on one column, tested by JavaScript. To SQLite each condition is an expression of its own: a hundred
 * of them fold the same text, or parse the same JSON, a hundred times a row.
 */
import { fold } from '../../domain/fold.ts';
import type { Value } from '../../domain/row.ts';
import type { Comparison, Condition, Target } from '../../domain/search.ts';
import { type Fragment, quote, type RowTest, type SqlValue } from '../sql/dialect.ts';

type ColumnTest = (stored: SqlValue) => boolean;

/** From this number of conditions on a column it is faster to pass the column to JavaScript. */
const many = 5;

/** One condition for all those of columns that have many. */
export function combineTests(conditions: readonly Condition[]): { combined: Fragment[]; others: Condition[] } {
  const groups = [...Map.groupBy(conditions.filter(isCostly), ({ targets: [target] }) => (target as Target).column)];
  const large = groups.filter(([, ofColumn]) => ofColumn.length >= many);
  if (large.length === 0) return { combined: [], others: [...conditions] };
  const tests = large.map(([, ofColumn]) => columnTest(ofColumn));
  const test: RowTest = (columns) => tests.every((each, index) => each(columns[index] as SqlValue));
  const combined = new Set(large.flatMap(([, ofColumn]) => ofColumn));
  return {
    combined: [{ sql: `meets(?, ${large.map(([column]) => quote(column)).join(', ')})`, values: [test] }],
    others: conditions.filter((condition) => !combined.has(condition)),
  };
}

/** Whether a value equals another is told fast, and mostly by an index. */
const isCostly = ({ targets, comparison }: Condition): boolean =>
  targets.length === 1 && (targets[0]?.of !== 'value' || comparison !== 'eq');

/** A test of one column for conditions that must all hold. */
function columnTest(conditions: readonly Condition[]): ColumnTest {
  switch (conditions[0]?.targets[0]?.of) {
    case 'list':
      return listTest(conditions);
    case 'map':
      return mapTest(conditions);
    default:
      return valueTest(conditions);
  }
}

function mapTest(conditions: readonly Condition[]): ColumnTest {
  const byKey = [...Map.groupBy(conditions, ({ targets }) => targets[0]?.key as string)];
  const tests = byKey.map(([key, ofKey]) => ({ key, test: valueTest(ofKey) }));
  return (stored) => {
    const map = JSON.parse(stored as string) as { readonly [key: string]: SqlValue };
    return tests.every(({ key, test }) => test(Object.hasOwn(map, key) ? (map[key] as SqlValue) : null));
  };
}

function valueTest(conditions: readonly Condition[]): ColumnTest {
  const containsUnwanted = containsAny(textsOf(conditions, 'notLike'));
  const wanted = textsOf(conditions, 'like');
  const comparisons = conditions
    .filter(({ comparison }) => comparison !== 'like' && comparison !== 'notLike')
    .map(({ comparison, value }) => comparisonTest(comparison, value));
  const looksAtText = comparisons.length < conditions.length;
  return (stored) => {
    if (!comparisons.every((test) => test(stored))) return false;
    if (!looksAtText) return true;
    if (stored === null) return wanted.length === 0;
    const text = fold(stored as string);
    return !containsUnwanted(text) && wanted.every((each) => text.includes(each));
  };
}

function listTest(conditions: readonly Condition[]): ColumnTest {
  const containsUnwanted = containsAny(textsOf(conditions, 'notLike'));
  const wanted = textsOf(conditions, 'like');
  const others = conditions.filter(({ comparison }) => comparison === 'eq' || comparison === 'ne');
  return (stored) => {
    const members = (JSON.parse(stored as string) as string[]).map(fold);
    return (
      others.every(({ comparison, value }) => (comparison === 'eq') === holds(members, value as string | null)) &&
      !members.some(containsUnwanted) &&
      wanted.every((text) => members.some((member) => member.includes(text)))
    );
  };
}

/** Whether a list holds a member. No list but the empty one holds null. */
const holds = (members: readonly string[], value: string | null): boolean =>
  value === null ? members.length === 0 : members.includes(value);

const textsOf = (conditions: readonly Condition[], wanted: Comparison): string[] =>
  conditions.flatMap(({ comparison, value }) => (comparison === wanted ? [value as string] : []));

function comparisonTest(comparison: Comparison, wanted: Value): ColumnTest {
  const value = (typeof wanted === 'boolean' ? Number(wanted) : wanted) as string | number;
  switch (comparison) {
    case 'eq':
      return (stored) => stored === value;
    case 'ne':
      return (stored) => stored !== value;
    case 'lt':
      return (stored) => stored !== null && stored < value;
    case 'le':
      return (stored) => stored !== null && stored <= value;
    case 'gt':
      return (stored) => stored !== null && stored > value;
    default:
      return (stored) => stored !== null && stored >= value;
  }
}

/** How long the texts of one expression may be together. Beyond, it would take long to compile. */
const longestExpression = 10_000;

/** A test whether a text contains any of these: by one pass over the text, however many they are. */
function containsAny(texts: readonly string[]): (text: string) => boolean {
  if (texts.length === 0) return () => false;
  const expression = texts.map((text) => RegExp.escape(text)).join('|');
  if (expression.length > longestExpression) return (text) => texts.some((each) => text.includes(each));
  const pattern = new RegExp(expression);
  return (text) => pattern.test(text);
}

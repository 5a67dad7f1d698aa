/** The route table against the API document's headings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variants } from '../../src/http/router.ts';
import { table as operations } from '../../src/operations/table.ts';
import headings from './headings.json' with { type: 'json' };

/** Method and path without the names of parameters, a form for each optional end. */
const served = new Set(
  [...operations.values()].flatMap(({ method, path }) =>
    variants(path).map((form) => `${method} ${withoutNames(form)}`),
  ),
);

function withoutNames(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}

for (const heading of headings) {
  test(`${heading} is a route, with and without what its path may leave out`, () => {
    const forms = heading.includes('{api}')
      ? ['accounts', 'account_contacts', 'account_users'].map((api) => heading.replace('{api}', api))
      : [heading, ...shorter(heading)];
    for (const form of forms) assert.ok(served.has(withoutNames(form)), `${form} is no route`);
  });
}

test('the operations that are marked as ours are those without a heading', () => {
  const documented = new Set(
    headings
      .flatMap((heading) =>
        ['accounts', 'account_contacts', 'account_users'].map((api) => heading.replace('{api}', api)),
      )
      .flatMap((heading) => [heading, ...shorter(heading)])
      .map(withoutNames),
  );
  for (const { name, method, path, ours } of operations.values()) {
    const isDocumented = variants(path).some((form) => documented.has(`${method} ${withoutNames(form)}`));
    assert.equal(ours ?? false, !isDocumented, name);
  }
});

/** What the document lets one leave out of a path: all but the first parameter of a delete or a single record. */
function shorter(heading: string): string[] {
  const [, ...rest] =
    /^((?:GET|DELETE) \/(?:account_users|account_contacts|accounts)\/\{id\}(?:\/\w+)?)(\/\{\w+\})(\/\{\w+\})?$/.exec(
      heading,
    ) ?? [];
  const [base, first, second] = rest;
  if (base === undefined) return [];
  return second === undefined ? [base] : [base, `${base}${first}`];
}

/** How much the tests try of what is random or plentiful: a little in `npm test`, much in `npm run test:long`. */
const isLong = process.env.TENURE_TEST_LONG === 'true';

/** How many random cases are tried. */
export const runs = (usual: number, long = usual * 20): number => (isLong ? long : usual);

/** One of every so many of a list, or all of it in the long run. */
export const sample = <T>(all: readonly T[], every: number): readonly T[] =>
  isLong ? all : all.filter((_, index) => index % every === 0);

/**
 * How long tests wait for what must come: so many times longer than on a free machine as the runner finds that work
 * takes longer on this one (scripts/test-patience.mjs).
 */
export const patience = (ms: number): number => ms * Number(process.env.TENURE_TEST_PATIENCE ?? 1);

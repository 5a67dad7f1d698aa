/** Days of UTC. Days of a tenant's time zone are in `subscription/periods.ts`. */

/** The length of a day of UTC, ms. */
export const dayMs = 86_400_000;

/** The first instant of the UTC day that an instant falls in. Both are epoch ms. */
export const startOfUtcDay = (instant: number): number => Math.floor(instant / dayMs) * dayMs;

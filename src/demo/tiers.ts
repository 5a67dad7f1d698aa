/** How much attention an account gets. */
export const tiers = ['Low touch accounts', 'Medium touch accounts', 'High touch accounts'] as const;
export type Tier = (typeof tiers)[number];

export const tierOf = (employees: number): Tier => tiers[employees >= 700 ? 2 : employees >= 150 ? 1 : 0];

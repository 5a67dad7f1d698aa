import { testLoads } from './subscriptions-properties.ts';

testLoads(Number(process.env.RUNS ?? 20));

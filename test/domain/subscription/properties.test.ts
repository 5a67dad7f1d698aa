import { testProperties } from './properties.ts';

testProperties(Number(process.env.RUNS ?? 300));

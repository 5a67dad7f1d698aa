/** Starts a thread of the program. */
import { Worker } from 'node:worker_threads';
import type { WorkerData } from './job.ts';

// A body of 10 MiB can parse into half a gigabyte of objects; past this the thread dies with its requests alone.
const resourceLimits = { maxOldGenerationSizeMb: 2048 };
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Starts a writer or a reader with connections of its own. */
export const startWorker = (kind: 'writer' | 'reader', workerData: WorkerData): Worker =>
  new Worker(new URL(`./${kind}${extension}`, import.meta.url), { workerData, resourceLimits });

/** What the server counts, for Prometheus. Labels hold route templates, never a path, a key or an id. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Dispatcher } from '../workers/dispatcher.ts';
import type { BodyBudget } from './body-memory.ts';

export class Metrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'tenure_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [this.registry],
  });
  readonly records = new Counter({
    name: 'tenure_records_total',
    help: 'Records received or answered',
    labelNames: ['route'],
    registers: [this.registry],
  });
  readonly refusedUploads = new Counter({
    name: 'tenure_uploads_refused_total',
    help: 'Uploads refused with 429 because another of the tenant was in progress',
    registers: [this.registry],
  });

  readonly refusedConnections = new Counter({
    name: 'tenure_connections_refused_total',
    help: 'Connections closed at once because as many were open as may be',
    registers: [this.registry],
  });

  constructor(dispatcher: Dispatcher, bodies: BodyBudget) {
    collectDefaultMetrics({ register: this.registry });
    this.registry.registerMetric(waitingJobs(dispatcher));
    this.registry.registerMetric(heldBytes(bodies));
    for (const metric of ofReplicas(dispatcher)) this.registry.registerMetric(metric);
  }
}

const waitingJobs = (dispatcher: Dispatcher): Gauge =>
  new Gauge({
    name: 'tenure_jobs_waiting',
    help: 'Requests that wait for a thread',
    labelNames: ['thread'],
    registers: [],
    collect() {
      const { writer, reader } = dispatcher.waiting;
      this.set({ thread: 'writer' }, writer);
      this.set({ thread: 'reader' }, reader);
    },
  });

const heldBytes = (bodies: BodyBudget): Gauge =>
  new Gauge({
    name: 'tenure_body_bytes',
    help: 'Memory held by the bodies of requests that are not answered yet',
    registers: [],
    collect() {
      this.set(bodies.held);
    },
  });

const ofReplicas = ({ replicas }: Dispatcher): (Counter | Gauge)[] => [
  new Counter({
    name: 'tenure_replica_reads_total',
    help: 'Reads served by a replica of the database',
    labelNames: ['replica'],
    registers: [],
    collect() {
      this.reset();
      for (const { name, served } of replicas.states) this.inc({ replica: name }, served);
    },
  }),
  new Gauge({
    name: 'tenure_replica_in_use',
    help: '1 where a replica is read, 0 where it is left out because it is behind or does not answer',
    labelNames: ['replica'],
    registers: [],
    collect() {
      for (const { name, state } of replicas.states) this.set({ replica: name }, Number(state === 'in use'));
    },
  }),
];

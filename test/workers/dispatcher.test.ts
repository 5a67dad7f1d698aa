/** Which thread each request goes to, and what the dispatcher keeps in mind. Nothing of it is real but itself. */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { jsonRows } from '../../src/domain/json-rows.ts';
import { type Finished, Permit, type Request } from '../../src/operations/request.ts';
import type { Database } from '../../src/store/database.ts';
import { Replicas } from '../../src/store/replicas.ts';
import { LocalSlots } from '../../src/store/slots.ts';
import type { Reader } from '../../src/store/store.ts';
import { Dispatcher } from '../../src/workers/dispatcher.ts';
import type { Job } from '../../src/workers/job.ts';
import type { WorkerPool } from '../../src/workers/pool.ts';
import { finished, jobOf } from './stage.ts';

const request: Request = { ...jobOf('a1'), operation: 'GET /accounts/{id}', params: { id: 'a' } };

/** What is done, in order, such as `writer: POST /accounts`. */
let log: string[];
let due: boolean;
let freeBytes: number;
let now: number;
/** What the threads answer. */
let ofWriter: Partial<Finished>;
let ofReader: (job: Request) => Partial<Finished>;
let down: string | undefined;

beforeEach(() => {
  [log, due, freeBytes, now, ofWriter, ofReader, down] = [[], false, 1e9, 0, {}, () => ({}), undefined];
});

function fakePool(kind: 'writer' | 'reader'): WorkerPool {
  const pool: Pick<WorkerPool, 'run' | 'abandon' | 'close' | 'isDown' | 'waiting'> = {
    async run(job: Job) {
      const { index, writes } = ('replica' in job && job.replica) || {};
      log.push(`${kind}: ${job.operation}${index === undefined ? '' : ` from ${index} at ${writes}`}`);
      return { ...finished, ...(kind === 'writer' ? ofWriter : ofReader(job as Request)) };
    },
    abandon: () => void log.push(`${kind}: abandon`),
    async close() {
      log.push(`${kind}: close`);
      await new Promise(setImmediate);
      log.push(`${kind}: closed`);
    },
    isDown: down === kind,
    waiting: kind === 'writer' ? 1 : 2,
  };
  return pool as WorkerPool;
}

function dispatcher(replicas: readonly string[] = []): Dispatcher {
  const reader: Pick<Reader, 'isDue' | 'writes' | 'page'> = {
    isDue: async () => due,
    writes: async () => 7,
    async page() {
      log.push('here');
      return { rows: jsonRows(['{"account_id":"a"}']), last: undefined };
    },
  };
  const database: Partial<Database> = {
    store: () => ({ read: (work) => work(reader as Reader), write: () => assert.fail('the main thread writes') }),
    freeBytes: () => freeBytes,
    check: async () => {},
    close: async () => void log.push('database: close'),
  };
  return new Dispatcher({
    database: database as Database,
    slots: new LocalSlots(),
    replicas: new Replicas(replicas, () => now),
    writer: fakePool('writer'),
    readers: fakePool('reader'),
  });
}

describe('a request', () => {
  for (const [kind, where] of [
    ['keyed', 'here'],
    ['scan', 'reader: GET /accounts/{id}'],
    ['upload', 'writer: GET /accounts/{id}'],
    ['change', 'writer: GET /accounts/{id}'],
  ] as const)
    test(`of the kind ${kind} is carried out where that is done`, async () => {
      const { status } = await dispatcher().run(kind, request);
      assert.deepEqual([status, log], [200, [where]]);
    });

  test('that is abandoned is given up in either kind of thread', () => {
    dispatcher().abandon(new Permit());
    assert.deepEqual(log, ['writer: abandon', 'reader: abandon']);
  });
});

describe('a read where an instant is due', () => {
  const cases: readonly [title: string, answer: Partial<Finished>, expected: string][] = [
    ['has the writer pass it first', {}, 'reader: GET /accounts/{id}'],
    ['reads what is stored where the disk is full', { ok: false, code: 'database_full' }, 'reader: GET /accounts/{id}'],
    [
      'is refused where the database does not answer',
      { ok: false, code: 'database_unavailable' },
      'database_unavailable',
    ],
    ['fails where passing it fails', { ok: false, code: 'internal', error: 'broken' }, 'broken'],
  ];
  for (const [title, answer, expected] of cases)
    test(title, async () => {
      [due, ofWriter] = [true, answer];
      await dispatcher(['one'])
        .run('scan', request)
        .catch((error) => log.push(error.code ?? error.message));
      assert.deepEqual(log, ['writer: refresh', expected]);
    });
});

describe('replicas', () => {
  const read = (one: Dispatcher): Promise<Finished> => one.run('scan', request);

  test('serve reads in turn, with what had been written when nothing was due', async () => {
    const one = dispatcher(['one', 'two']);
    for (let n = 0; n < 3; n++) await read(one);
    const sent = (index: number): string => `reader: GET /accounts/{id} from ${index} at 7`;
    assert.deepEqual(log, [sent(0), sent(1), sent(0)]);
    assert.deepEqual(
      one.replicas.states.map(({ served }) => served),
      [2, 1],
    );
  });

  test('are left out for a while after a problem', async () => {
    ofReader = ({ replica }) => ({ replicaProblem: replica?.index === 0 ? 'behind' : undefined });
    const one = dispatcher(['one', 'two']);
    for (let n = 0; n < 3; n++) await read(one);
    assert.deepEqual(
      one.replicas.states.map(({ state, served }) => [state, served]),
      [
        ['behind', 0],
        ['in use', 2],
      ],
    );
    [now, ofReader] = [1_000, () => ({})];
    await read(one);
    assert.deepEqual(log.at(-1), 'reader: GET /accounts/{id} from 0 at 7');
  });
});

describe('a full disk', () => {
  const steps: readonly [title: string, answers: Partial<Finished>[], free: number, isFull: boolean][] = [
    ['is full once a write found no room', [{ ok: false, code: 'database_full' }], 0, true],
    [
      'is full still when a write fails otherwise',
      [
        { ok: false, code: 'database_full' },
        { ok: false, code: 'internal' },
      ],
      0,
      true,
    ],
    ['is not when a write succeeds', [{ ok: false, code: 'database_full' }, { ok: true }], 0, false],
    [
      'is not once there is room, though none has written',
      [{ ok: false, code: 'database_full' }],
      10 * 1024 * 1024,
      false,
    ],
    ['is not before a write found no room', [], 0, false],
  ];
  for (const [title, answers, free, isFull] of steps)
    test(title, async () => {
      freeBytes = 0;
      const one = dispatcher();
      for (const answer of answers) {
        ofWriter = answer;
        await one.run('upload', request);
      }
      freeBytes = free;
      assert.equal(one.isFull, isFull);
    });
});

test('the check fails while threads of either kind can not be started', async () => {
  await dispatcher().check();
  for (const kind of ['writer', 'reader']) {
    down = kind;
    await assert.rejects(dispatcher().check(), /No thread/);
  }
});

test('waiting jobs are told for each kind of thread', () => {
  assert.deepEqual(dispatcher().waiting, { writer: 1, reader: 2 });
});

test('readers are closed before the writer, which leaves the database in order', async () => {
  await dispatcher().close();
  assert.deepEqual(log, ['database: close', 'reader: close', 'reader: closed', 'writer: close', 'writer: closed']);
});

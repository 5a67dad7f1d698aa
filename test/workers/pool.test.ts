/** The pool of threads: turns, shares, deadlines, threads that die or cannot start. No thread and no time is real. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { play, type StageOptions } from './stage.ts';

type Case = readonly [title: string, script: string, options?: StageOptions];

function check(cases: readonly Case[], common: StageOptions = {}): void {
  for (const [title, script, options] of cases)
    test(title, async (t) => {
      const lines = script.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
      assert.deepEqual(await play(t, lines, { ...common, ...options }), lines);
    });
}

const writer: StageOptions = { kind: 'writer' };

describe('turns', () => {
  const inTurn = `
    run a1 a2 a3 b1 b2 → a1 to 0
    finish a1 → a2 to 0, a1 done
    finish a2 → b1 to 0, a2 done
    finish b1 → a3 to 0, b1 done
    finish a3 → b2 to 0, a3 done
    finish b2 → b2 done`;
  check([
    ['tenants are served in turn, however much one of them has waiting', inTurn],
    ['so they are by the writer', inTurn, writer],
    [
      'what has come before a thread has started is served in turn too',
      `
        run a1 a2 b1 → 0 starts
        ready 0 → a1 to 0
        finish a1 → b1 to 0, a1 done`,
      { ready: false },
    ],
    [
      'a writer takes one job of each tenant at a time',
      `
        run a1 a2 b1 → a1 to 0, b1 to 0
        finish a1 → a2 to 0, a1 done`,
      { kind: 'writer', jobsAtOnce: 4, connections: 4 },
    ],
    [
      'the thread with the least to do is given the next job',
      `
        run a1 b1 c1 → a1 to 0, b1 to 1, c1 to 0
        finish b1 → b1 done
        run d1 → d1 to 1`,
      { kind: 'writer', threads: 2, jobsAtOnce: 2, connections: 2 },
    ],
  ]);
});

describe('a job that is given up', () => {
  check([
    [
      'leaves the queue when its client has gone',
      `
        run a1 a2 b1 → a1 to 0
        abandon a2 → a2 client_gone
        finish a1 → b1 to 0, a1 done`,
    ],
    [
      'leaves the queue when its time is up',
      `
        run a1 a2 b1 → a1 to 0
        wait 9999
        run b2
        wait 1 → a1 timeout, a2 timeout, b1 timeout, a1 shall end
        yield a1 → b2 to 0`,
    ],
    [
      'ends in a reader, which goes on with others',
      `
        run a1 b1 → a1 to 0
        abandon a1 → a1 client_gone, a1 shall end
        yield a1 → b1 to 0`,
    ],
    [
      'ends in a reader that had the result just then',
      `
        run a1 b1 → a1 to 0
        abandon a1 → a1 client_gone, a1 shall end
        finish a1 → b1 to 0`,
    ],
    [
      'does not end in a reader, which is cut and replaced at once',
      `
        run a1 b1 → a1 to 0
        abandon a1 → a1 client_gone, a1 shall end
        wait 249
        wait 1 → 0 cut, 1 starts, b1 to 1
        exit 0
        finish b1 → b1 done`,
    ],
    [
      'leaves room for others in a writer that has it',
      `
        run a1 b1 b2 → a1 to 0
        abandon a1 → b1 to 0, a1 shall end
        finish a1 → a1 done
        finish b1 → b2 to 0, b1 done`,
      { kind: 'writer', connections: 2 },
    ],
    [
      'takes its writer with it when its time is up, which is replaced when it has ended',
      `
        run a1 → a1 to 0
        wait 9000
        run b1
        wait 1000 → 0 cut, a1 timeout, a1 shall end
        exit 0 → 1 starts, b1 to 1`,
      writer,
    ],
    [
      'is answered all the same while it is committed',
      `
        run a1 → a1 to 0
        commit a1
        abandon a1
        wait 10000
        finish a1 → a1 done`,
      writer,
    ],
    [
      'was done before, which changes nothing',
      `
        run a1 → a1 to 0
        finish a1 → a1 done
        abandon a1
        run b1 → b1 to 0`,
    ],
    [
      'does not end in a reader, which is left alone while nobody waits for it',
      `
        run a1 → a1 to 0
        abandon a1 → a1 client_gone, a1 shall end
        wait 1000
        run b1
        wait 250 → 0 cut, 1 starts, b1 to 1`,
    ],
    [
      'is not replaced by ever more threads where the system holds up those that were cut',
      `
        run a1 a2 b1 → a1 to 0
        abandon a1 → a1 client_gone, a1 shall end
        wait 250 → 0 cut, 1 starts, a2 to 1
        abandon a2 → a2 client_gone, a2 shall end
        wait 250 → 1 cut
        exit 1 → 2 starts, b1 to 2
        exit 0`,
    ],
  ]);
});

describe('readers', () => {
  check(
    [
      [
        'are all for one tenant where no other reads',
        `
          run a1 a2 a3 → a1 to 0, a2 to 1
          wait 5000
          finish a1 → a3 to 0, a1 done`,
      ],
      [
        'are half for one tenant while another reads, and a second longer',
        `
          run b1 a1 a2 → b1 to 0, a1 to 1
          finish b1 → b1 done
          run c1 → c1 to 0
          finish c1 → c1 done
          wait 900
          wait 100 → a2 to 0`,
      ],
      [
        'are freed of the read that began last, which runs again',
        `
          run a1 → a1 to 0
          wait 1
          run a2 a3 → a2 to 1
          wait 50
          run b1
          wait 99
          wait 1 → a2 shall end
          yield a2 → b1 to 1
          finish b1 → b1 done
          finish a1 → a2 to 0, a1 done
          finish a2 → a3 to 0, a2 done`,
      ],
      [
        'answer a read that ends by itself when it shall make way',
        `
          run a1 a2 → a1 to 0, a2 to 1
          run b1
          wait 100 → a1 shall end
          finish a1 → b1 to 0, a1 done`,
      ],
      [
        'are cut where a read does not make way, which runs again',
        `
          run a1 → a1 to 0
          wait 1
          run a2 b1 → a2 to 1
          wait 100 → a2 shall end
          wait 250 → 1 cut, 2 starts, b1 to 2
          finish a1 → a2 to 0, a1 done`,
      ],
      [
        'are not freed for a tenant that has its share',
        `
          run a1 b1 → a1 to 0, b1 to 1
          run a2 b2
          wait 240`,
      ],
      [
        'are freed of a long read where two tenants have long ones, and long reads have their half from then on',
        `
          run a1 → a1 to 0
          wait 1
          run b1 → b1 to 1
          wait 249
          run c1 c2
          wait 100 → b1 shall end
          yield b1 → c1 to 1
          finish c1 → c2 to 1, c1 done
          finish c2 → c2 done
          finish a1 → b1 to 0, a1 done`,
      ],
      [
        'are not freed of a long read where the others are short',
        `
          run a1 → a1 to 0
          wait 300
          run b1 c1 → b1 to 1
          wait 100
          finish b1 → c1 to 1, b1 done`,
      ],
      [
        'take up again what made way once nobody else reads',
        `
          run a1 → a1 to 0
          wait 1
          run a2 b1 → a2 to 1
          wait 100 → a2 shall end
          yield a2 → b1 to 1
          finish b1 → b1 done
          wait 900
          wait 100 → a2 to 1`,
      ],
      [
        'forget what made way and is given up',
        `
          run a1 → a1 to 0
          wait 1
          run a2 b1 → a2 to 1
          wait 100 → a2 shall end
          yield a2 → b1 to 1
          abandon a2 → a2 client_gone
          finish a1 → a1 done
          finish b1 → b1 done`,
      ],
      [
        'forget what is given up before it has made way',
        `
          run a1 → a1 to 0
          wait 1
          run a2 b1 → a2 to 1
          wait 100 → a2 shall end
          abandon a2 → a2 client_gone
          yield a2 → b1 to 1
          finish a1 → a1 done`,
      ],
    ],
    { threads: 2 },
  );
  check([
    [
      'are two of four for one tenant while others read',
      `
        run b1 a1 a2 a3 → b1 to 0, a1 to 1, a2 to 2
        run c1 → c1 to 3`,
      { threads: 4 },
    ],
    [
      'are not freed where there is but one',
      `
        run a1 → a1 to 0
        run b1
        wait 5000
        finish a1 → b1 to 0, a1 done`,
    ],
  ]);
});

describe('a queue', () => {
  check([
    [
      'holds so many jobs of one tenant',
      `
        run a1 a2 a3 a4 b1 → a1 to 0, a4 overloaded
        finish a1 → a2 to 0, a1 done`,
      { limits: { waitingOfTenant: 2 } },
    ],
    [
      'holds so many jobs in all: the last of the longest row makes room',
      `
        run a1 a2 a3 a4 → a1 to 0
        run b1 → a4 overloaded
        run b2 → b2 overloaded`,
      { limits: { waiting: 3 } },
    ],
    [
      'has room again when a job is given up',
      `
        run a1 a2 → a1 to 0
        abandon a2 → a2 client_gone
        run a3`,
      { limits: { waitingOfTenant: 1 } },
    ],
  ]);
});

describe('a thread that dies', () => {
  check([
    [
      'fails its job alone, and is replaced',
      `
        run a1 b1 → a1 to 0
        die 0 → 1 starts, b1 to 1, a1 died
        finish b1 → b1 done`,
    ],
    [
      'fails all that it is at',
      `
        run a1 b1 c1 → a1 to 0, b1 to 0
        exit 0 → 1 starts, c1 to 1, a1 The writer thread ended, b1 The writer thread ended`,
      { kind: 'writer', jobsAtOnce: 2, connections: 2 },
    ],
    [
      'of its jobs is no thread that cannot start, however often',
      Array.from({ length: 6 }, (_, n) => [`run a${n} → a${n} to ${n}`, `die ${n} → ${n + 1} starts, a${n} died`])
        .flat()
        .join('\n'),
    ],
  ]);
});

describe('a thread that cannot start', () => {
  check(
    [
      [
        'is tried five times, after longer and longer pauses',
        `
          die 0 → 0 starts, start 1 failed
          wait 249
          wait 1 → 1 starts
          die 1 → start 2 failed
          wait 500 → 2 starts
          die 2 → start 3 failed
          wait 1000 → 3 starts
          die 3 → start 4 failed
          wait 2000 → 4 starts
          die 4 → start 5 failed for good
          wait 60000`,
      ],
      [
        'has what waits refused, and what comes until one has started',
        `
          run a1 → 0 starts
          die 0 → start 1 failed, a1 overloaded
          run a2 → a2 overloaded
          wait 250 → 1 starts
          run a3 → a3 overloaded
          ready 1
          run a4 → a4 to 1`,
      ],
      [
        'counts in a row only',
        `
          die 0 → 0 starts, start 1 failed
          wait 250 → 1 starts
          ready 1
          die 1 → 2 starts
          die 2 → start 1 failed
          wait 250 → 3 starts`,
      ],
      [
        'leaves the work to another that has started',
        `
          ready 0 → 0 starts, 1 starts
          die 1 → start 1 failed
          run a1 → a1 to 0
          finish a1 → a1 done
          wait 250 → 2 starts`,
        { threads: 2 },
      ],
      [
        'is not tried once the pool is closed',
        `
          die 0 → 0 starts, start 1 failed
          close → closed
          wait 60000`,
      ],
      [
        'because the system gives none is tried too',
        `
          run a1 → start 1 failed, a1 overloaded
          wait 250 → start 2 failed`,
        { broken: true },
      ],
    ],
    { ready: false },
  );
});

describe('closing', () => {
  check([
    ['ends threads that have nothing to do', 'close → 0 closes, closed'],
    [
      'gives up what waits and what runs',
      `
        run a1 a2 → a1 to 0
        close → 0 closes, a2 shutting_down, a1 shutting_down, a1 shall end
        wait 1 → 0 cut
        exit 0 → closed`,
    ],
    [
      'waits for what is being committed',
      `
        run a1 → a1 to 0
        commit a1
        close → 0 closes
        wait 999
        finish a1 → a1 done
        exit 0 → closed`,
      writer,
    ],
    [
      'cuts a thread that takes longer than a second',
      `
        run a1 → a1 to 0
        commit a1
        close → 0 closes
        wait 1000 → 0 cut
        exit 0 → a1 The writer thread ended, closed`,
      writer,
    ],
    [
      'refuses what comes later',
      `
        close → 0 closes, closed
        run a1 → a1 shutting_down`,
    ],
  ]);
});

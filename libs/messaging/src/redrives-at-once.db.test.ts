import { setTimeout as sleep } from 'node:timers/promises';
import type { EventContext } from './consumer/on-event';
import { ConsumerKit, failing } from '../proof/harness/consumer-kit';

const KEYS = Array.from({ length: 14 }, (_, n) => `K${n}`);

describe.each(['projection', 'effect'] as const)('F-032: fourteen redrives at once of a handler of kind %s', (kind) => {
  let kit: ConsumerKit;
  beforeEach(async () => {
    kit = await ConsumerKit.start();
  });
  afterEach(() => kit.end());

  it('leave connections to others, and release everything once', async () => {
    let refuse = true;
    const calls: string[] = [];
    const service = await kit.consume(
      async ({ subject }, { tx }: EventContext) => {
        if (refuse) throw failing('conflict', 'NO');
        await tx.query('select 1');
        await sleep(150);
        calls.push(subject);
      },
      { kind },
    );
    for (const key of KEYS) await kit.confirm(key);
    await kit.quiet();
    refuse = false;
    const redriving = Promise.all(KEYS.map((key) => service.messaging.deadLetters.redrive('test', key)));
    await sleep(100);
    const before = performance.now();
    await service.dataSource.query('select 1');
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(await redriving).toEqual(KEYS.map(() => ({ handled: 1, stillParked: [] })));
    expect(calls.sort()).toEqual([...KEYS].sort());
    expect(await kit.letters()).toEqual([]);
  });

  it('and those of one key release its event once', async () => {
    let refuse = true;
    let calls = 0;
    const service = await kit.consume(
      async () => {
        if (refuse) throw failing('conflict', 'NO');
        calls += 1;
      },
      { kind },
    );
    await kit.confirm('K');
    await kit.quiet();
    refuse = false;
    await Promise.all(KEYS.map(() => service.messaging.deadLetters.redrive('test', 'K')));
    expect(calls).toBe(1);
  });

  it('leave a letter as it is when something it needs is away', async () => {
    let code = ['conflict', 'NO'] as [string, string];
    const service = await kit.consume(() => Promise.reject(failing(...code)), { kind });
    await kit.confirm('K');
    await kit.quiet();
    code = ['unavailable', 'UPSTREAM_DOWN'];
    expect(await service.messaging.deadLetters.redrive('test', 'K')).toEqual({ handled: 0, stillParked: ['K'] });
    expect(await kit.letters()).toMatchObject([{ code: 'NO', attempts: 1 }]);
  });
});

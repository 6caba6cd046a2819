// Processes die on the way of one person, at every step and in the middle of what they do, and are started again.
import { setTimeout as sleep } from 'node:timers/promises';
import { drive } from '../journey/drive';
import { steps } from '../journey/steps';
import type { ProcessName } from '../system';
import { anInstant, custodyFacts, move, movementMessage } from './hmpps';
import { PATIENCE_MS, type TestSystem, control, eventually, inject, leftOver, startTestSystem } from './kit';

jest.setTimeout(1_800_000);

let test: TestSystem;
beforeAll(async () => {
  test = await startTestSystem();
}, 300_000);
afterAll(() => test?.close(), 120_000);

const victims: readonly ProcessName[] = [
  'referral',
  'assessment',
  'booking',
  'passport',
  'integration-gateway',
  'postgres',
];

/** Moments of a step at which somebody dies: other ones in every step and round, the same ones in every run. */
const SPREAD_MS = 450;
const momentOf = (round: number, index: number) => ((round * steps.length + index) * 157) % SPREAD_MS;

describe('a journey in which processes are killed', () => {
  const rounds = victims.map((_, round) => round);

  it.each(rounds)('completes with nothing doubled in nDelius, one victim a step (round %d)', async (round) => {
    const revived: Promise<void>[] = [];
    const strike = async (victim: ProcessName, afterMs: number) => {
      await sleep(afterMs);
      await test.system.kill(victim);
      await sleep(150);
      await test.system.restart(victim);
    };
    const begins = (_: unknown, index: number) => {
      const victim = victims[(index + round) % victims.length] ?? 'postgres';
      revived.push(strike(victim, momentOf(round, index)));
    };
    const outcome = await drive(test.context, { begins }, PATIENCE_MS);
    await Promise.all(revived);
    expect(outcome.missing).toEqual([]);
    expect(outcome.contacts).toEqual(['EARS', 'EABP', 'EACO', 'EAAR', 'EADP']);
    expect(outcome.addresses).toHaveLength(1);
  });
});

describe('the gateway, killed while it asks the prison about a release', () => {
  it('publishes the release once when it is back', async () => {
    const noms = 'A9001AA';
    const { occurredAt, at } = anInstant();
    await move(test, noms, { do: 'release', at, reason: 'CR' });
    const fault = { match: { path: '/api/movements/*' }, fault: { kind: 'delay', ms: 60_000 }, times: 1 };
    await control(test.system, 'prison-api', 'POST', '/faults', fault);
    await inject(test.context, movementMessage({ noms, occurredAt }));
    await eventually(
      () => control(test.system, 'prison-api', 'GET', '/faults') as Promise<{ applied: number }[]>,
      ([rule]) => rule?.applied === 1,
    );
    await test.system.kill('integration-gateway');
    await test.system.restart('integration-gateway');
    const facts = await eventually(
      () => custodyFacts(test, noms),
      (seen) => seen.length > 0,
    );
    expect(facts).toEqual(['custody.person.released']);
  });
});

describe('after all of this', () => {
  it('no dead letter waits anywhere, and nothing that we had to tell is parked or unconfirmed', async () => {
    expect(await leftOver(test)).toEqual([]);
  });

  it('the same journey runs as on any other day', async () => {
    expect((await drive(test.context, {}, PATIENCE_MS)).missing).toEqual([]);
  });
});

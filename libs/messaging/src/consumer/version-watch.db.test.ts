import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { counted } from '@throughcare/base/metrics';
import { OrderWorld } from '../../proof/harness/order-world';
import { aRecord } from '../../proof/harness/records';
import { asked } from '../../proof/harness/replay-world';

/** Each path is given events out of order, and must count that: an instrument that looks at one path proves nothing of the others. */
describe('F-016: an inversion is counted', () => {
  const world = new OrderWorld();
  let before: number;

  beforeAll(() => world.start([]), 60_000);
  afterAll(() => world.end());
  beforeEach(() => (before = counted('version_inversions')));

  const run = async (mode: 'redeliver' | 'reset-keys', key: string) => {
    const { replays } = world.consumer.messaging.operations;
    const { id } = await replays.begin({ ...asked, consumer: 'test', mode, filter: { keys: [key] } });
    for (let state = 'running'; state === 'running';) ({ state } = await replays.find(id));
    return replays.find(id);
  };
  const inversions = () => counted('version_inversions') - before;

  it('live', async () => {
    await world.confirm(['L'], [2]);
    await world.confirm(['L'], [1]);
    await world.quiet();
    expect(inversions()).toBe(1);
  });

  it('in a redrive', async () => {
    await world.confirm(['R'], [5]);
    await world.quiet();
    await world.scrambled(['R'], [4]);
    await world.consumer.messaging.deadLetters.redrive('test', 'R');
    expect(inversions()).toBe(1);
  });

  it('in a redelivery', async () => {
    await world.confirm(['D'], [2]);
    await world.confirm(['D'], [1]);
    await world.quiet();
    before = counted('version_inversions');
    expect(await run('redeliver', 'D')).toMatchObject({ state: 'completed', delivered: 2 });
    expect(inversions()).toBe(1);
  });

  it('when reset keys are released', async () => {
    await world.confirm(['K'], [1, 2, 3]);
    await world.quiet();
    const late = aRecord({
      key: 'K',
      version: 2,
      type: BookingConfirmed.type,
      payload: JSON.stringify(BookingConfirmed.example),
      headers: { dataschema: BookingConfirmed.dataschema, correlationid: 'c' },
    });
    await world.letter(late);
    expect(await run('reset-keys', 'K')).toMatchObject({ state: 'completed', delivered: 3 });
    expect(inversions()).toBe(1);
  });

  it('and what a run repeats in order is none, though the consumer has seen it before', async () => {
    await world.confirm(['O'], [1, 2, 3]);
    await world.quiet();
    expect(await run('redeliver', 'O')).toMatchObject({ delivered: 3 });
    expect(await run('reset-keys', 'O')).toMatchObject({ delivered: 3 });
    expect(inversions()).toBe(0);
  });
});

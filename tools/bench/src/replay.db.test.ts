import { replay } from './replay';

describe('the measurement of a replay', () => {
  it('repeats every event once and in order, and says so in three figures', async () => {
    const result = await replay({ rounds: 1, rows: 4_096, durable: false, say: () => undefined });
    expect(Object.keys(result)).toEqual(['events', 'eventsPerSecond', 'peakRssMb']);
    expect(result.events).toBe(4_096);
  }, 120_000);
});

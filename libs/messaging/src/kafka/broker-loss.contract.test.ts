import { runBrokerLoss } from './broker-loss';

jest.setTimeout(180_000);

describe('losing a Kafka broker in the middle', () => {
  it.each(['stop', 'kill'] as const)('loses and inverts nothing when a broker goes by %s', async (how) => {
    expect(await runBrokerLoss(how, { events: 20_000, checkCoverage: true })).toMatchObject({
      sent: 20_000,
      lost: 0,
      inverted: 0,
    });
  });

  it('loses messages without the coverage check, so this test can fail', async () => {
    const outcome = await runBrokerLoss('stop', { events: 20_000, checkCoverage: false });
    expect(outcome.lost).toBeGreaterThan(0);
  });
});

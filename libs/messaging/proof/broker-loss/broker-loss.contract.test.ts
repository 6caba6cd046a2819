import { describeWithBroker } from '../harness/describe-with-broker';
import { runBrokerLoss } from './broker-loss';

const EVENTS = 5_000;
const MOST_RUNS = 5;

describeWithBroker('kafka3', 'Losing one of three Kafka brokers in the middle', (broker) => {
  it.each(['stop', 'kill'] as const)(
    'loses, inverts and doubles no effect when brokers go by %s',
    async (how) => {
      const outcome = await runBrokerLoss(broker(), { how, events: EVENTS, checkCoverage: true });
      expect(outcome).toMatchObject({ sent: EVENTS, lost: 0, inverted: 0, doubled: 0, parked: 0 });
    },
    300_000,
  );

  it('loses effects without the coverage check within a few runs, so that this test can fail', async () => {
    let lost = 0;
    for (let run = 0; run < MOST_RUNS && lost === 0; run += 1)
      ({ lost } = await runBrokerLoss(broker(), { how: 'stop', events: EVENTS, checkCoverage: false }));
    expect(lost).toBeGreaterThan(0);
  }, 900_000);
});

import { brokerMissing } from '../../../proof/harness/brokers';
import { rolloutContract } from '../../../proof/contract/rollout';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { harnessOn, type SnsHarness } from '../../../proof/harness/sns.harness';

for (const kind of ['emulator', 'localstack'] as const) {
  if (kind === 'emulator' && brokerMissing('localstack') === undefined) continue; // the real thing is better
  describeWithBroker(kind, `Two releases on SNS and SQS in ${kind}`, (broker) => {
    let harness: SnsHarness | undefined;
    beforeAll(async () => {
      harness = await harnessOn(broker().address, { interrupts: false });
    }, 120_000);
    afterAll(() => harness?.close());
    const bus = () => {
      if (!harness) throw new Error('It did not start');
      return harness.newBus();
    };
    rolloutContract(`SNS in ${kind}`, () => ({ bus, isOwn: false }));
  });
}

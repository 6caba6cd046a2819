import { brokerMissing } from '../../../proof/harness/brokers';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { mutantsContract } from '../../../proof/harness/failures';
import { NOTICES_DROPPED_ACKS } from '../../../proof/contract/mutants';
import { harnessOn } from '../../../proof/harness/sns.harness';

const droppedAck = NOTICES_DROPPED_ACKS.repeating;

for (const kind of ['emulator', 'localstack'] as const) {
  if (kind === 'emulator' && brokerMissing('localstack') === undefined) continue; // the real thing is better
  describeWithBroker(kind, `Mutants of SNS and SQS in ${kind}`, (broker) => {
    const start = () => harnessOn(broker().address, { interrupts: false });
    mutantsContract(`SNS and SQS in ${kind}`, start, { patienceMs: 25_000, quietMs: 1_500, droppedAck });
  });
}

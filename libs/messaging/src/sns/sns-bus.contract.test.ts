import { busContract } from '../testing/bus.contract';
import { describeWithBroker } from '../testing/describe-with-broker';
import { harnessOn } from './sns.harness';

const patience = { patienceMs: 40_000, quietMs: 1_500 };

describeWithBroker('emulator', 'SNS and SQS in the emulator', (broker) => {
  busContract('The emulator', () => harnessOn(broker().address, { interrupts: false }), patience);
});

describeWithBroker('localstack', 'SNS and SQS in LocalStack', (broker) => {
  busContract('LocalStack', () => harnessOn(broker().address, { interrupts: true }), patience);
});

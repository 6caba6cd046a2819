// Broker-loss proofs: node libs/messaging/dist/kafka/loss/broker-loss-cli.js --runs N --how stop|kill [--events 20000] [--without-check] [--json]
import { parseArgs } from 'node:util';
import { startBroker } from '../../testing/brokers';
import { runBrokerLoss, type BrokerLoss } from './broker-loss';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    how: { type: 'string', default: 'stop' },
    events: { type: 'string', default: '20000' },
    'without-check': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const sum = (outcomes: readonly BrokerLoss[], field: keyof BrokerLoss) =>
  outcomes.reduce((total, outcome) => total + outcome[field], 0);

const main = async (): Promise<number> => {
  const { how, json } = values;
  if (how !== 'stop' && how !== 'kill') throw new Error('--how is stop or kill');
  const checkCoverage = !values['without-check'];
  const broker = await startBroker('kafka3');
  const outcomes: BrokerLoss[] = [];
  try {
    for (let run = 1; run <= Number(values.runs); run += 1) {
      const outcome = await runBrokerLoss(broker, { how, events: Number(values.events), checkCoverage });
      outcomes.push(outcome);
      process.stderr.write(`run ${run}, by ${how}: ${JSON.stringify(outcome)}\n`);
    }
  } finally {
    await broker.stop();
  }
  const fields = ['sent', 'lost', 'inverted', 'copies', 'seconds'] as const;
  const total = Object.fromEntries(fields.map((field) => [field, sum(outcomes, field)]));
  const result = { kafka: broker.version, how, checkCoverage, runs: outcomes.length, ...total };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
  return checkCoverage && (sum(outcomes, 'lost') > 0 || sum(outcomes, 'inverted') > 0) ? 1 : 0;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);

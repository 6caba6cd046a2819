// npm run broker-loss -- --runs N --how stop|kill [--events 20000] [--without-check] [--json]
import { parseArgs } from 'node:util';
import { startBroker } from '../harness/brokers';
import { embeddedPostgres } from '../harness/embedded-postgres';
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
  const server = await embeddedPostgres({ durable: false });
  const broker = await startBroker('kafka3').catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const stop = () => Promise.all([broker.stop(), server.stop()]);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(130)));
  const options = { how, events: Number(values.events), checkCoverage, serverUrl: server.url } as const;
  const outcomes: BrokerLoss[] = [];
  try {
    for (let run = 1; run <= Number(values.runs); run += 1) {
      const outcome = await runBrokerLoss(broker, options);
      outcomes.push(outcome);
      process.stderr.write(`run ${run}, by ${how}: ${JSON.stringify(outcome)}\n`);
    }
  } finally {
    await stop();
  }
  const fields = ['sent', 'lost', 'inverted', 'doubled', 'parked', 'copies', 'seconds'] as const;
  const total = Object.fromEntries(fields.map((field) => [field, sum(outcomes, field)]));
  const result = { kafka: broker.version, how, checkCoverage, runs: outcomes.length, ...total };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
  const clean = outcomes.every(({ lost, inverted, doubled }) => lost + inverted + doubled === 0);
  // Without the check a run that loses nothing has not shown what the check is for.
  return clean === checkCoverage ? 0 : 1;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);

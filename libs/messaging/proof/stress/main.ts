// `npm run stress -- --runs 20 --seconds 5 --json`: progress on stderr, with --json one closing line on stdout.
import { parseArgs } from 'node:util';
import { embeddedPostgres } from '../harness/embedded-postgres';
import { runStress } from './run-stress';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stderr.write(`${line}\n`);

const main = async (): Promise<void> => {
  const given = process.env.TEST_POSTGRES_URL;
  const server = given ? undefined : await embeddedPostgres({ durable: false });
  try {
    const serverUrl = given ?? server?.url ?? '';
    const result = await runStress({
      runs: Number(values.runs),
      seconds: Number(values.seconds),
      serverUrl,
      progress: say,
    });
    const { runs, events, lost, inverted, doubled } = result;
    if (values.json) process.stdout.write(`${JSON.stringify({ runs, events, lost, inverted, doubled })}\n`);
    else say(`${runs} runs, ${events} events: ${lost} lost, ${inverted} inverted, ${doubled} doubled`);
    process.exitCode = lost + inverted + doubled === 0 ? 0 : 1;
  } finally {
    await server?.stop();
  }
};

void main();

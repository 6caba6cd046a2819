// npm run fuzz -- [--requests 20000] [--seed 1] [--bus postgres|kafka|sns] [--json]: hostile requests against a system of its own.
import { parseArgs } from 'node:util';
import { type Report, fuzz } from './fuzz/fuzz';
import { startTarget } from './fuzz/system';
import { Trouble } from './trouble';

const USAGE = 'Usage: npm run fuzz -- [--requests 2000] [--seed 1] [--bus postgres|kafka|sns] [--json]';
const MOST = 200_000;

const numberOf = (text: string, name: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= MOST) return number;
  throw new Trouble(`--${name} ${text} is not a whole number from 1 to ${MOST}.`, USAGE);
};

const read = () => {
  const string = (standard: string) => ({ type: 'string', default: standard }) as const;
  const options = { requests: string('2000'), seed: string('1'), bus: string('postgres') };
  const { values } = parseArgs({ options: { ...options, json: { type: 'boolean', default: false } } });
  const { bus, json } = values;
  if (!['postgres', 'kafka', 'sns'].includes(bus)) throw new Trouble(`--bus ${bus} is none of ours.`, USAGE);
  return { requests: numberOf(values.requests, 'requests'), seed: numberOf(values.seed, 'seed'), bus, json };
};

const words = ({ requests, byStatus, serverErrors, leaks, restarts }: Report): string =>
  [
    `${requests} requests: ${Object.entries(byStatus)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
    ...serverErrors.map(
      ({ number, status, operation, code }) => `FAILED   request ${number}: ${operation}: ${status} ${code}`,
    ),
    ...leaks.map(({ where, text }) => `LEAKED   ${where}: ${text}`),
    ...restarts.map((one) => `ENDED    ${one}`),
  ].join('\n');

const main = async (): Promise<void> => {
  const { requests, seed, bus, json } = read();
  const { target, stop } = await startTarget({ EVENT_BUS: bus });
  try {
    const report = await fuzz(target, { requests, seed });
    console.log(json ? JSON.stringify(report, null, 2) : words(report));
    const bad = report.serverErrors.length + report.leaks.length + report.restarts.length;
    process.exitCode = bad === 0 ? 0 : 1;
  } finally {
    await stop();
  }
  process.exit();
};

main().catch((error: unknown) => {
  console.error(error instanceof Trouble ? `${error.message}\n${error.remedy}` : error);
  process.exit(2);
});

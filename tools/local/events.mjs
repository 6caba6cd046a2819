// npm run events: everything that is written down from events, their handlers and refusals, in one go, on the repository's own Node.
// With --check it says what is out of date and writes nothing.
// Node 20, no dependencies.
import { checked } from './arguments.mjs';
import { run } from './node24.mjs';
import { build, install } from './prepare.mjs';

const steps = [
  ['fields that consumers read (services/*/consumed-events.json)', ['tools/local/dist/events/consumed-events.js']],
  ['schemas, AsyncAPI and catalogue', ['libs/events/dist/generate.js']],
  ['topics, queues and their policies (infra/bus)', ['tools/local/dist/events/topology.js']],
  ['event table (docs/architecture.md)', ['tools/local/dist/events/event-table.js']],
  ['error codes (docs/errors.md)', ['tools/local/error-codes.mjs']],
];

const args = checked('events', process.argv.slice(2));
const isCheck = args.includes('--check');
await install();
await build();
for (const [what, program] of steps) {
  const { code, output } = await run('node', [...program, ...args], { quiet: true });
  if (code === 0) console.log(`${isCheck ? 'as it should be' : 'written'}: ${what}`);
  else console.log(`${isCheck ? 'OUT OF DATE' : 'NOT WRITTEN'}: ${what}\n${output}`);
  if (code !== 0) process.exitCode = 1;
  if (code !== 0 && !isCheck) break;
}

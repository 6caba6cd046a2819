// npm run events: everything that is written down from events, their handlers and refusals, in one go, on the repository's own Node.
// Node 20, no dependencies.
import { checked } from './arguments.mjs';
import { run } from './node24.mjs';
import { build, install } from './prepare.mjs';

const steps = [
  ['fields that consumers read (services/*/consumed-events.json)', ['tools/local/dist/consumed-events.js']],
  ['schemas, AsyncAPI and catalogue', ['libs/events/dist/generate.js']],
  ['topics, queues and their policies (infra/bus)', ['tools/local/dist/topology.js']],
  ['table in docs/architecture.md', ['tools/local/dist/event-table.js']],
  ['error codes (docs/errors.md)', ['tools/local/error-codes.mjs']],
];

checked('events', process.argv.slice(2));
await install();
await build();
for (const [what, args] of steps) {
  const { code, output } = await run('node', args, { quiet: true });
  console.log(code === 0 ? `written: ${what}` : `NOT WRITTEN: ${what}\n${output}`);
  if (code !== 0) process.exit(1);
}

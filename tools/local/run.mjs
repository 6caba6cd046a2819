// npm run fuzz | journey | bench | stress | structure | openapi | throughcare | new:event: builds where needed and hands over on Node 24, arguments passed through.
import { checked, VERBS } from './arguments.mjs';
import { continueOn24 } from './node24.mjs';
import { build, install } from './prepare.mjs';

const commands = {
  fuzz: { file: 'tools/local/dist/fuzz.js', projects: [] },
  journey: { file: 'tools/local/dist/journey.js', projects: ['local'] },
  bench: { file: 'tools/bench/dist/main.js', projects: [] },
  throughcare: { file: 'tools/ops/dist/main.js', projects: ['ops', 'events', 'hmpps', 'messaging', 'platform'] },
  structure: { file: 'tools/local/dist/structure-cli.js', projects: ['local'] },
  openapi: { file: 'tools/local/dist/openapi/openapi-cli.js', projects: [] },
  'new:event': { file: 'tools/local/dist/new-event.js', projects: ['local'] },
  'broker-loss': {
    file: 'libs/messaging/dist/proof/broker-loss/broker-loss-cli.js',
    projects: ['base', 'events', 'messaging'],
  },
  stress: { file: 'libs/messaging/dist/proof/stress/main.js', projects: [] },
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`Usage: node tools/local/run.mjs ${Object.keys(commands).join(' | ')} [arguments]`);
  process.exit(2);
}
// The operations CLI and new:event know their own.
if (VERBS[name]) checked(name, args);
await install();
await build(command.projects);
continueOn24(command.file, args);

// npm run fuzz | journey | bench | stress | structure | openapi | throughcare | new:…: builds where needed and hands over on Node 24, arguments passed through.
import { checked, VERBS } from './arguments.mjs';
import { continueOn24 } from './node24.mjs';
import { build, install } from './prepare.mjs';

const commands = {
  fuzz: { file: 'tools/local/dist/fuzz.js', projects: [] },
  journey: { file: 'tools/local/dist/journey.js', projects: ['local'] },
  bench: { file: 'tools/bench/dist/main.js', projects: [] },
  throughcare: {
    file: 'tools/ops/dist/main.js',
    projects: ['ops', 'api', 'base', 'events', 'hmpps', 'messaging', 'platform', 'reference'],
  },
  structure: { file: 'tools/local/dist/structure/structure-cli.js', projects: ['local'] },
  openapi: { file: 'tools/local/dist/openapi/openapi-cli.js', projects: [] },
  'new:event': { file: 'tools/local/dist/new/new-event.js', projects: ['local'] },
  'new:route': { file: 'tools/local/dist/new/new-route.js', projects: ['local'] },
  'new:page': { file: 'tools/local/dist/new/new-page.js', projects: ['local'] },
  'new:service': { file: 'tools/local/dist/new/new-service.js', projects: ['local'] },
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
// The operations CLI and the generators know their own.
if (VERBS[name]) checked(name, args);
await install();
await build(command.projects);
continueOn24(command.file, args);

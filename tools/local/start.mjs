// npm start: installs and builds where needed, then hands over to the system itself on Node 24.
import { checked } from './arguments.mjs';
import { continueOn24 } from './node24.mjs';
import { build, install, lookFirst } from './prepare.mjs';

const args = checked('start', process.argv.slice(2));
// What an earlier start left is stopped by the start itself.
if (!args.includes('--replace')) lookFirst();
await install();
console.log('Building what has changed …');
await build();
continueOn24('tools/local/dist/start.js', args);

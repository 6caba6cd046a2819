#!/usr/bin/env node
// `npx throughcare …`: the same as `npm run throughcare -- …`, started by the tool that starts everything here.
process.env.INIT_CWD ??= process.cwd();
process.argv.splice(2, 0, 'throughcare');
await import(new URL('../../local/run.mjs', import.meta.url).href);

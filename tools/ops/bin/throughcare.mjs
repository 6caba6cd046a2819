#!/usr/bin/env node
// `npx throughcare …`: the same as `npm run throughcare -- …`.
process.env.INIT_CWD ??= process.cwd();
process.argv.splice(2, 0, 'throughcare');
await import('../../local/run.mjs');

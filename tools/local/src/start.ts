// npm start: brings the system up, adds the synthetic region, says where to look, and stops everything on Ctrl-C.
import { stopEarlier } from './processes/earlier';
import { loadRegion } from './region/region';
import { readSettings } from './settings';
import { type System, startSystem } from './system';
import { Trouble } from './trouble';
import { welcome } from './welcome';

const say = (sentence: string) => console.log(sentence);

const fail = (error: unknown): never => {
  if (error instanceof Trouble) console.error(`\n${error.message}\n${error.remedy}`);
  else console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
};

/** One wish to stop arrives more than once: a closing terminal tells the whole group, and npm's end is told again. */
const SAME_WISH_MS = 1_000;

/** First signal: everything in order. A later Ctrl-C: at once. */
const stopOnSignal = (system: System) => {
  let askedAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (askedAt !== undefined) {
      if (signal !== 'SIGINT' || performance.now() - askedAt < SAME_WISH_MS) return;
      for (const { pid } of system.status()) if (pid) process.kill(pid, 'SIGKILL');
      process.exit(130);
    }
    askedAt = performance.now();
    say('\nStopping; press Ctrl-C again to force it …');
    system.stop().then(() => {
      say('Stopped.');
      process.exit(0);
    }, fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
};

const main = async () => {
  // A terminal that was closed takes no words; that is no reason to leave the system running.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const since = Date.now();
  say('Starting PostgreSQL, stand-ins and services …');
  if (process.argv.includes('--replace')) await stopEarlier(readSettings(process.env).dataDir, say);
  const beside = process.argv.includes('--free-ports');
  const system = await startSystem({ tell: say, ...(beside ? { ports: 'free' } : {}) });
  stopOnSignal(system);
  const added = await loadRegion(system, say);
  say(welcome(system, added, Date.now() - since));
  if (!process.argv.includes('--once')) return;
  await system.stop();
  process.exit(0);
};

main().catch(fail);

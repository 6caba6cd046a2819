// npm start: brings the system up, adds the synthetic region, says where to look, and stops everything on Ctrl-C.
import { loadRegion } from './region/region';
import { type System, startSystem } from './system';
import { Trouble } from './trouble';
import { welcome } from './welcome';

const say = (sentence: string) => console.log(sentence);

const fail = (error: unknown): never => {
  if (error instanceof Trouble) console.error(`\n${error.message}\n${error.remedy}`);
  else console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
};

/** First signal: everything in order. Second: at once. */
const stopOnSignal = (system: System) => {
  let stopping = false;
  const onSignal = () => {
    if (stopping) {
      for (const { pid } of system.status()) if (pid) process.kill(pid, 'SIGKILL');
      process.exit(130);
    }
    stopping = true;
    say('\nStopping; press Ctrl-C again to force it …');
    system.stop().then(() => {
      say('Stopped.');
      process.exit(0);
    }, fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
};

const main = async () => {
  const since = Date.now();
  say('Starting PostgreSQL, stand-ins and services …');
  const system = await startSystem({ tell: say });
  stopOnSignal(system);
  const added = await loadRegion(system, say);
  say(welcome(system, added, Date.now() - since));
  if (!process.argv.includes('--once')) return;
  await system.stop();
  process.exit(0);
};

main().catch(fail);

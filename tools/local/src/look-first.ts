// What `npm start` asks before it builds anything: would something keep the system from starting? Exit code 3, with the way to mend it.
import { preflight } from './preflight';
import { readSettings } from './settings';
import { Trouble } from './trouble';

const KEPT_FROM_STARTING = 3;

preflight(readSettings(process.env)).catch((error: unknown) => {
  if (!(error instanceof Trouble)) throw error;
  console.error(`\n${error.message}\n${error.remedy}`);
  process.exitCode = KEPT_FROM_STARTING;
});

import type { Finding } from '../health/doctor-checks';

interface State {
  readonly isAway: boolean;
  readonly failures: number;
  readonly code: string;
}

/** What calls of the last minutes say about the systems a service depends on. */
export const upstreamsFinding = (states: ReadonlyMap<string, State>): Finding => {
  const failing = [...states].filter(([, { failures }]) => failures > 0);
  if (failing.length === 0) return { status: 'ok', detail: `${states.size} upstreams: no failure at the last call` };
  const detail = failing
    .map(([name, { failures, code }]) => `${name}: the last ${failures} failed (${code})`)
    .join('; ');
  return { status: failing.some(([, { isAway }]) => isAway) ? 'fail' : 'ok', detail };
};

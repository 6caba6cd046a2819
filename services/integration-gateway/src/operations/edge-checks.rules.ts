import type { Finding } from '@throughcare/platform/health';

const minutes = (seconds: number) => `${Math.round(seconds / 60)} min`;
const counted = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

const A_DAY = 86_400;
/** A look comes every 20 s when nothing is there. */
const QUEUE_WARN_S = 120;
const QUEUE_FAIL_S = 600;
/** The prison's records may disagree for two hours; after that nobody is looking any more. */
const CLAIM_WARN_S = 1_200;
const CLAIM_FAIL_S = 9_000;

interface Quarantined {
  readonly count: number;
  readonly oldestSeconds: number;
  readonly byProblem: readonly { readonly code: string; readonly count: number }[];
}

export const quarantineFinding = ({ count, oldestSeconds, byProblem }: Quarantined): Finding => {
  if (count === 0) return { status: 'ok', detail: 'nothing in quarantine' };
  const problems = byProblem.map(({ code, count: n }) => `${n} ${code}`).join(', ');
  const detail = `${counted(count, 'message')} in quarantine, the oldest for ${minutes(oldestSeconds)}: ${problems}`;
  return { status: oldestSeconds > A_DAY ? 'fail' : 'warn', detail };
};

export const queueFinding = (oldestSeconds: number, { waiting }: { readonly waiting: number }): Finding => {
  const detail = `${counted(waiting, 'message')} waiting; the last look into the queue shows ${Math.round(oldestSeconds)} s`;
  if (oldestSeconds >= QUEUE_FAIL_S) return { status: 'fail', detail };
  return { status: oldestSeconds >= QUEUE_WARN_S ? 'warn' : 'ok', detail };
};

export const deadFinding = ({ dead }: { readonly dead: number }): Finding => ({
  status: dead > 0 ? 'warn' : 'ok',
  detail: `${counted(dead, 'message')} in the dead-letter queue of the HMPPS queue`,
});

interface Claims {
  readonly count: number;
  readonly oldestSeconds: number;
}

export const claimsFinding = ({ count, oldestSeconds }: Claims): Finding => {
  const detail = `${counted(count, 'movement')} reported and not shown by the prison yet, the oldest for ${minutes(oldestSeconds)}`;
  if (oldestSeconds >= CLAIM_FAIL_S) return { status: 'fail', detail };
  return { status: oldestSeconds >= CLAIM_WARN_S ? 'warn' : 'ok', detail };
};

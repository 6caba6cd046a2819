interface Late {
  readonly task: string;
  readonly lateSeconds: number;
  readonly failures: number;
  readonly code: string | null;
}

/** What is as late as this has not only waited its turn. */
export const LATE_SECONDS = 900;

const wordsOf = ({ task, lateSeconds, failures, code }: Late): string => {
  const late = `${task} is ${Math.round(lateSeconds / 60)} min late`;
  return failures > 0 ? `${late} after ${failures} failures (${code ?? 'unknown'})` : late;
};

/** Whether everything that nobody asks for is done in time. */
export const findingOf = (tasks: readonly Late[]) => {
  const late = tasks.filter(({ lateSeconds }) => lateSeconds > LATE_SECONDS);
  if (late.length === 0) return { status: 'ok' as const, detail: `${tasks.length} background tasks are in time` };
  return { status: 'warn' as const, detail: late.map(wordsOf).join('; ') };
};

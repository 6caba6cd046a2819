import type { ReplayRun } from '@throughcare/api/ops/replays';

/** Whole per cent, and 100 only when nothing is left. */
export const percentOf = ({ progress: { processed, total }, state }: Pick<ReplayRun, 'progress' | 'state'>): number => {
  if (total === 0) return state === 'completed' ? 100 : 0;
  const percent = Math.floor((processed * 100) / total);
  return Math.min(Math.max(percent, 0), 100);
};

export const VERBS = ['pause', 'resume', 'cancel'] as const;
export type Verb = (typeof VERBS)[number];

const FROM: Readonly<Record<Verb, readonly ReplayRun['state'][]>> = {
  pause: ['running'],
  resume: ['paused', 'failed', 'ready'],
  cancel: ['running', 'paused', 'ready', 'failed'],
};

/** What can be done with a run in this state. */
export const verbsOf = (state: ReplayRun['state']): Verb[] => VERBS.filter((verb) => FROM[verb].includes(state));

export const PAST: Readonly<Record<Verb, string>> = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' };

export interface Chosen {
  readonly name: string;
  readonly value: string;
  /** Shown as London has it. */
  readonly isMoment?: boolean;
}

const NAMES: readonly (readonly [key: keyof ReplayRun['filter'], name: string])[] = [
  ['types', 'Event types'],
  ['keys', 'Keys'],
  ['aggregateIds', 'Aggregates'],
  ['eventIds', 'Event ids'],
  ['sources', 'Published by'],
  ['from', 'From'],
  ['to', 'To'],
  ['missed', 'Only what had no effect'],
];

const MOMENTS: readonly (keyof ReplayRun['filter'])[] = ['from', 'to'];

/** A filter in words; empty when it takes everything. */
export const filterWords = (filter: ReplayRun['filter']): Chosen[] =>
  NAMES.flatMap(([key, name]) => {
    const value = filter[key];
    if (typeof value === 'boolean') return value ? [{ name, value: 'yes' }] : [];
    const text = typeof value === 'string' ? value : (value ?? []).join(', ');
    return text === '' ? [] : [{ name, value: text, ...(MOMENTS.includes(key) && { isMoment: true }) }];
  });

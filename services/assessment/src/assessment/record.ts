import type { NewEvent } from '@throughcare/events/define-event';
import type { Publish } from '@throughcare/messaging/publish/unit-of-work';
import type { EntityManager } from 'typeorm';
import { addSystemNote, type Author } from '../timeline/notes';
import { Assessment } from './assessment.entity';
import type { Decision } from './assessment.rules';

export interface Work {
  readonly tx: EntityManager;
  readonly publish: Publish;
}

/** The row, locked until the transaction ends. */
export const lock = ({ tx }: Pick<Work, 'tx'>, id: string): Promise<Assessment | null> =>
  tx.findOne(Assessment, { where: { id }, lock: { mode: 'pessimistic_write' } });

/** Saves changes of a locked row and appends their events; the version counts them. */
export const save = async (
  { tx, publish }: Work,
  assessment: Assessment,
  changes: Partial<Assessment>,
  events: readonly NewEvent[],
): Promise<void> => {
  const version = assessment.version + events.length;
  Object.assign(assessment, changes, { version });
  await tx.update(Assessment, { id: assessment.id }, { ...changes, version });
  if (events.length > 0) publish({ id: assessment.id, key: assessment.eventKey, version }, events);
};

/** Saves what was decided on a locked row, with its note and its events; nothing when nothing changes. */
export const record = async (
  work: Work,
  assessment: Assessment,
  { changes, events, note }: Decision,
  author: Author,
  now: Date,
): Promise<void> => {
  if (Object.keys(changes).length === 0) return;
  await save(work, assessment, changes, events);
  if (note) await addSystemNote(work.tx, assessment.id, author, now, note);
};

import { newId } from '@throughcare/events/ids';
import type { EntityManager } from 'typeorm';
import { Note, type DateChange, type SystemNote } from './note.entity';

/** Who did it, as far as it is known; nobody when the system did. */
export interface Author {
  readonly userId?: string | undefined;
  readonly username?: string | undefined;
}

const add = async (tx: EntityManager, assessmentId: string, author: Author, at: Date, note: Partial<Note>) => {
  const row = Object.assign(new Note(), {
    id: newId(),
    assessmentId,
    category: null,
    message: null,
    details: null,
    createdAt: at,
    createdByUserId: author.userId ?? null,
    createdByUsername: author.username ?? null,
    ...note,
  });
  await tx.insert(Note, row);
  return row;
};

export const addSystemNote = (tx: EntityManager, assessmentId: string, author: Author, at: Date, note: SystemNote) =>
  add(tx, assessmentId, author, at, {
    kind: 'system',
    category: note.category,
    details: note.rejection ?? note.allocation ?? null,
  });

export const addUserNote = (tx: EntityManager, assessmentId: string, author: Author, at: Date, message: string) =>
  add(tx, assessmentId, author, at, { kind: 'user', message });

/** Within this time the same words by the same hand are the second press of one button. */
const SAME_PRESS_MS = 60_000;

export const isSecondPress = (latest: Pick<Note, 'message' | 'createdAt'>, message: string, now: Date): boolean =>
  latest.message === message && now.getTime() - latest.createdAt.getTime() < SAME_PRESS_MS;

/** The newest note of a member of staff on a timeline. */
export const latestUserNote = (
  tx: EntityManager,
  assessmentId: string,
  { userId = '' }: Author,
): Promise<Note | null> =>
  tx.findOne(Note, {
    where: { assessmentId, kind: 'user', createdByUserId: userId },
    order: { createdAt: 'DESC', id: 'DESC' },
  });

export const addDateNote = (tx: EntityManager, assessmentId: string, author: Author, at: Date, change: DateChange) =>
  add(tx, assessmentId, author, at, { kind: 'dates', details: change });

import type { ReferralHistoryNote, ReferralHistoryNoteMessageDetails } from '@throughcare/api/cas3/timeline';
import type { Sendable } from '@throughcare/platform/replies';
import { reasonOf } from '../shown-names';
import type { Allocation, DateChange, Note, Rejection } from './note.entity';

type Details = Sendable<ReferralHistoryNoteMessageDetails>;

/** What a reader may see: everything, or neither the assessors' own notes nor the detail of a rejection. */
export type Depth = 'full' | 'referrer';

const rejectionDetails = (rejection: Rejection, depth: Depth): Details => ({
  rejectionReason: reasonOf(rejection.reasonId)?.name ?? null,
  rejectionReasonDetails: depth === 'full' ? rejection.detail : null,
  isWithdrawn: rejection.isWithdrawn,
  domainEvent: null,
});

const datesDetails = (note: Note, change: DateChange): Details => ({
  rejectionReason: null,
  rejectionReasonDetails: null,
  isWithdrawn: null,
  domainEvent: {
    id: note.id,
    timestamp: note.createdAt,
    eventType: 'accommodation.cas3.assessment.updated',
    updatedFields: [change],
  },
});

const details = (note: Note, depth: Depth) => {
  if (note.category === 'rejected') return rejectionDetails(note.details as Rejection, depth);
  return note.kind === 'dates' ? datesDetails(note, note.details as DateChange) : null;
};

/** Names of staff by user id or account name. */
export type Authors = ReadonlyMap<string, { readonly name: string }>;

/** Ids of the staff whom a note names: its author, and who was given the assessment. */
export const staffNamedBy = ({ createdByUserId, category, details: said }: Note): string[] =>
  [createdByUserId, category === 'in_review' ? (said as Allocation | null)?.userId : null].flatMap((id) => id ?? []);

const authorOf = ({ createdByUserId, createdByUsername }: Note, authors: Authors): string =>
  authors.get(createdByUserId ?? '')?.name ??
  authors.get(createdByUsername ?? '')?.name ??
  createdByUsername ??
  'System';

/** Nothing where they took it themselves: clients show the author. */
const allocationText = ({ category, details: said }: Note, authors: Authors): string => {
  if (category !== 'in_review' || !said) return '';
  const { name } = authors.get((said as Allocation).userId) ?? {};
  return name ? `Allocated to ${name}` : 'Allocated to a colleague';
};

/** One note as clients know it; those of the system alone have a category. */
export const toNote = (note: Note, authors: Authors, depth: Depth): Sendable<ReferralHistoryNote> => {
  const said = {
    createdAt: note.createdAt,
    createdByUserName: authorOf(note, authors),
    message: note.message ?? allocationText(note, authors),
    messageDetails: details(note, depth),
  };
  if (note.category) return { id: note.id, type: 'system', ...said, category: note.category };
  return { id: note.id, type: note.kind === 'dates' ? 'domainEvent' : 'user', ...said };
};

/** Newest first. */
export const toTimeline = (notes: readonly Note[], authors: Authors, depth: Depth) =>
  notes.filter((note) => depth === 'full' || note.kind !== 'user').map((note) => toNote(note, authors, depth));

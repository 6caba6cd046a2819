import type { ApplicationHistoryEntry } from '@throughcare/api/cas3/application';
import type { Sendable } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { lists } from '@throughcare/reference/lists';
import type { Application } from '../application/application.entity';
import type { HistoryEntry } from '../history/history-entry.entity';
import type { Amendment } from './amendment.entity';

type Entry = Omit<Sendable<ApplicationHistoryEntry>, 'at'> & { readonly at: Date };
type What = ApplicationHistoryEntry['what'];

const WHAT: Readonly<Record<string, What>> = {
  'accommodation.cas3.assessment.allocated': 'in_review',
  'accommodation.cas3.assessment.deallocated': 'unallocated',
  'accommodation.cas3.assessment.ready-to-place': 'ready_to_place',
  'accommodation.cas3.assessment.rejected': 'rejected',
  'accommodation.cas3.assessment.closed': 'closed',
  'accommodation.cas3.booking.provisionally-made': 'bedspace_offered',
  'accommodation.cas3.booking.confirmed': 'booking_confirmed',
  'accommodation.cas3.booking.cancelled': 'booking_cancelled',
  'accommodation.cas3.booking.dates-changed': 'stay_changed',
  'accommodation.cas3.booking.extended': 'stay_changed',
  'accommodation.cas3.booking.overstay-recorded': 'stay_changed',
  'accommodation.cas3.person.arrived': 'arrived',
  'accommodation.cas3.person.arrived.updated': 'stay_changed',
  'accommodation.cas3.person.moved': 'moved',
  'accommodation.cas3.person.departed.updated': 'stay_changed',
  'accommodation.cas3.person.arrival-undone': 'arrival_undone',
  'accommodation.cas3.person.not-arrived': 'not_arrived',
  'accommodation.cas3.person.departed': 'departed',
};

interface History {
  readonly application: Application;
  readonly told: readonly HistoryEntry[];
  readonly amendments: readonly Amendment[];
  readonly names: ReadonlyMap<string, StaffMember>;
}

/** The way of a referral from its first page, newest first. */
export const toHistory = ({ application, told, amendments, names }: History): Entry[] => {
  const entry = (at: Date, what: What, over: Partial<Entry> = {}): Entry => ({
    at,
    what,
    by: null,
    reason: null,
    changed: [],
    bookingId: null,
    ...over,
  });
  const author = names.get(application.createdByUserId)?.name ?? null;
  const { withdrawnAt, withdrawalReasonId, submittedAt, createdAt } = application;
  const reasonOf = (id: string | null) => lists.find('referral-rejection-reasons', id)?.name ?? null;
  return [
    entry(createdAt, 'started', { by: author }),
    ...(submittedAt ? [entry(submittedAt, 'submitted', { by: author })] : []),
    ...(withdrawnAt ? [entry(withdrawnAt, 'withdrawn', { by: author, reason: reasonOf(withdrawalReasonId) })] : []),
    ...amendments.map(({ amendedAt, amendedBy, reason: why, changed }) =>
      entry(amendedAt, 'amended', { by: names.get(amendedBy)?.name ?? null, reason: why, changed }),
    ),
    ...told.flatMap(({ at, type, bookingId, reasonId }) =>
      WHAT[type] ? [entry(at, WHAT[type], { bookingId, reason: reasonOf(reasonId) })] : [],
    ),
  ].sort((one, other) => other.at.getTime() - one.at.getTime());
};

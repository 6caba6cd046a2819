import type { Day } from '@throughcare/base/calendar';
import { BedspaceArchived } from '@throughcare/events/bedspace-archived.v1';
import { BedspaceUnarchived } from '@throughcare/events/bedspace-unarchived.v1';
import type { NewEvent } from '@throughcare/events/define-event';
import { PremisesArchived } from '@throughcare/events/premises-archived.v1';
import { PremisesUnarchived } from '@throughcare/events/premises-unarchived.v1';
import type { Availability } from './availability.rules';

export type ReportedStatus = 'online' | 'archived';

interface Reported extends Availability {
  readonly id: string;
  readonly reportedStatus: ReportedStatus;
}

/** What a day has made of it; what is still to come is as it was reported. */
const statusOn = ({ startDate, endDate, reportedStatus }: Reported, today: Day): ReportedStatus => {
  if (startDate > today) return reportedStatus;
  return endDate !== null && endDate <= today ? 'archived' : 'online';
};

const archived = { premises: PremisesArchived, bedspace: BedspaceArchived } as const;
const unarchived = { premises: PremisesUnarchived, bedspace: BedspaceUnarchived } as const;

/** What other services have to be sent because a first or last day has come; nothing when they know it. */
export const dayReport = (
  unit: Reported & { readonly premisesId?: string },
  today: Day,
  now: Date,
): { readonly reportedStatus: ReportedStatus; readonly events: readonly NewEvent[] } => {
  const reportedStatus = statusOn(unit, today);
  if (reportedStatus === unit.reportedStatus) return { reportedStatus, events: [] };
  const noticedAt = now.toISOString();
  const kind = unit.premisesId === undefined ? 'premises' : 'bedspace';
  const ids = { premisesId: unit.premisesId ?? unit.id, bedspaceId: unit.id };
  const event =
    reportedStatus === 'archived'
      ? archived[kind].of({ ...ids, endDate: unit.endDate ?? today, noticedAt })
      : unarchived[kind].of({ ...ids, startDate: unit.startDate, noticedAt });
  return { reportedStatus, events: [event] };
};

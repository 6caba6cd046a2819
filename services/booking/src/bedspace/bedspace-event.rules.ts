import type { Day } from '@throughcare/base/calendar';
import { BedspaceAvailabilityChanged } from '@throughcare/events/bedspace-availability-changed.v1';
import { BedspaceUpdated } from '@throughcare/events/bedspace-updated.v1';
import type { DataOf } from '@throughcare/events/define-event';
import type { Bedspace } from './bedspace.entity';

type Row = Omit<Bedspace, 'version'>;
type AvailabilityFacts = DataOf<typeof BedspaceAvailabilityChanged>;

/** When, and by whom. */
export interface Recorded {
  readonly now: Date;
  readonly by?: AvailabilityFacts['changedBy'];
}

/** What other services are sent of a bedspace, as it is now. */
export const bedspaceUpdated = (bedspace: Row, { now, by }: Recorded) =>
  BedspaceUpdated.of({
    bedspaceId: bedspace.id,
    premisesId: bedspace.premisesId,
    reference: bedspace.reference,
    characteristicIds: bedspace.characteristicIds,
    firstStartDate: bedspace.createdDate,
    recordedAt: now.toISOString(),
    changedBy: by,
  });

/** Every period of a bedspace: those that are over, earliest first, and the current one. */
export const availabilityChanged = (
  bedspace: Row,
  earlier: readonly { readonly firstDay: Day; readonly lastDay: Day }[],
  { now, by, ...why }: Recorded & Pick<AvailabilityFacts, 'cause' | 'transactionId'>,
) =>
  BedspaceAvailabilityChanged.of({
    bedspaceId: bedspace.id,
    premisesId: bedspace.premisesId,
    periods: [
      ...earlier.map(({ firstDay, lastDay }) => ({ from: firstDay, to: lastDay })),
      { from: bedspace.startDate, to: bedspace.endDate ?? undefined },
    ],
    ...why,
    recordedAt: now.toISOString(),
    changedBy: by,
  });

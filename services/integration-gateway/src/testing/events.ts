import type { DataOf, EventDefinition, EventOf } from '@throughcare/events/define-event';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { newId } from '@throughcare/events/ids';
import type { Predecessor } from '../hmpps-out/predecessors.rules';
import { publicReads } from '../hmpps-out/public-reads';

/** Our public events. */
export const publicDefinitions = publicReads.map(({ definition }) => definition);

/** An event as it reaches a consumer, its data being the contract's example with these changes. A correction says something new. */
export const anEvent = <D extends EventDefinition>(
  definition: D,
  changes: Partial<DataOf<D>> = {},
  envelope: Partial<EventOf<D>> = {},
): EventOf<D> => {
  const corrected = definition.type.endsWith('.updated') && { notes: 'Corrected.' };
  const data = { ...(definition.example as object), ...corrected, ...changes } as DataOf<D>;
  const event = {
    specversion: '1.0',
    id: newId(),
    source: definition.source,
    type: definition.type,
    subject: 'X900001',
    time: '2026-03-02T15:20:00.123Z',
    dataschema: definition.dataschema,
    correlationid: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e70',
    aggregateid: newId(),
    aggregateversion: 1,
    ...envelope,
    data,
  };
  return event as EventOf<D>;
};

/** As if provisional bookings had given way to confirmed ones, to try what happens to a type that goes. */
export const aPredecessor = (until: string): Predecessor => ({
  gone: { ...BookingProvisionallyMade, deprecated: { since: '9.0', until, use: 'BookingConfirmed' } },
  successor: BookingConfirmed.type,
  dataOf: ({ data }) => ({
    ...BookingProvisionallyMade.example,
    crn: data.crn,
    nomsNumber: data.nomsNumber,
    ...('bookingId' in data && { bookingId: data.bookingId }),
  }),
});

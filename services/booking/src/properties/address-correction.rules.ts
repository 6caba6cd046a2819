import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { addressOf, factsOf, type FactsOfBooking, type PremisesFacts } from '../booking/booking-facts';
import type { StaffBlock } from '../staff-block';

/** Whether other systems would be told another address from now on. */
export const isAnotherAddress = (before: PremisesFacts, after: PremisesFacts): boolean =>
  JSON.stringify(addressOf(before)) !== JSON.stringify(addressOf(after));

interface Telling {
  readonly now: Date;
  readonly premises: PremisesFacts;
  readonly by: StaffBlock | undefined;
  readonly notes?: string;
}

/** The arrival of somebody who stays in the property, told again with the address as it is now: nDelius overwrites its lines. */
export const addressToldAgain = (booking: FactsOfBooking, { now, premises, by, notes = '' }: Telling) =>
  PersonArrivedUpdated.of({
    ...factsOf(booking, premises),
    premises: addressOf(premises),
    arrivedOn: booking.arrivalDate,
    expectedDepartureOn: booking.departureDate,
    atAddressSince: booking.inPremisesSince ?? undefined,
    recordedAt: now.toISOString(),
    notes,
    recordedBy: by,
  });

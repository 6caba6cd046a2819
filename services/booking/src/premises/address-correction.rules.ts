import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { addressOf, factsOf, type FactsOfBooking, type PremisesFacts, type StaffBlock } from '../booking/booking-facts';

/** Whether other systems would be told another address from now on. */
export const isAnotherAddress = (before: PremisesFacts, after: PremisesFacts): boolean =>
  JSON.stringify(addressOf(before)) !== JSON.stringify(addressOf(after));

/** The arrival of somebody who stays in the property, told again with the address as it is now: nDelius overwrites its lines. */
export const addressCorrected = (
  booking: FactsOfBooking,
  { now, premises, by }: { now: Date; premises: PremisesFacts; by: StaffBlock | undefined },
) =>
  PersonArrivedUpdated.of({
    ...factsOf(booking, premises),
    premises: addressOf(premises),
    arrivedOn: booking.arrivalDate,
    expectedDepartureOn: booking.departureDate,
    recordedAt: now.toISOString(),
    notes: '',
    recordedBy: by,
  });

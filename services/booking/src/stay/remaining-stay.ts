import { changeAggregate } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { EntityManager } from 'typeorm';
import { addressToldAgain } from '../properties/address-correction.rules';
import { lockAddress } from '../premises/lock-address';
import type { Premises } from '../premises/premises.entity';
import type { StaffBlock } from '../staff-block';
import { bookings } from '../booking/booking.aggregate';
import { Booking } from '../booking/booking.entity';

interface Ending {
  /** The property of the stay that ended. */
  readonly premises: Premises;
  readonly now: Date;
  readonly by: StaffBlock | undefined;
}

/**
 * One of two stays of a person has ended. nDelius knows one main address, and it may be that of the stay that ended: so the other one is
 * told again. The sentence names the address that went, or the gateway would take it for a correction that says nothing new.
 */
export const tellRemainingStay = async (
  work: UnitOfWork,
  tx: EntityManager,
  bookingId: string,
  { premises: left, now, by }: Ending,
): Promise<void> => {
  const { premisesId } = await tx.findOneByOrFail(Booking, { id: bookingId });
  const premises = await lockAddress(tx, premisesId);
  const notes = `The person stays here: their stay at ${left.addressLine1}, ${left.postcode} has ended or was recorded in error.`;
  await changeAggregate(work, bookings, { id: bookingId }, (stay) => ({
    changes: {},
    events: [addressToldAgain(stay, { now, premises, by, notes })],
  }));
};

import { changeEach } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { conflict } from '@throughcare/base/errors';
import { fold, foldTight } from '@throughcare/base/folding';
import { Not, type EntityManager } from 'typeorm';
import type { StaffBlock } from '../staff-block';
import { bookings } from '../booking/booking.aggregate';
import { Booking } from '../booking/booking.entity';
import { addressToldAgain } from './address-correction.rules';
import { Premises } from '../premises/premises.entity';

type Address = Pick<Premises, 'id' | 'probationDeliveryUnitId' | 'addressLine1' | 'addressLine2' | 'postcode'>;

const keyOf = ({ addressLine1, addressLine2, postcode }: Omit<Address, 'id' | 'probationDeliveryUnitId'>): string =>
  `${fold(`${addressLine1} ${addressLine2 ?? ''}`)} ${foldTight(postcode)}`;

/** Ids of other properties of the delivery unit at the same address, as people read it. */
export const sameAddress = async (tx: EntityManager, premises: Address): Promise<string[]> => {
  const { id, probationDeliveryUnitId } = premises;
  const others = await tx.find(Premises, { where: { id: Not(id), probationDeliveryUnitId }, order: { id: 'ASC' } });
  return others.filter((other) => keyOf(other) === keyOf(premises)).map((other) => other.id);
};

export const requireNewAddress = ([first]: readonly string[]): void => {
  if (first !== undefined)
    throw conflict('ADDRESS_HAS_A_PROPERTY', {
      detail: `Another property has this address. Say that it is meant, or use that property: ${first}`,
    });
};

export const firstBedspaceDate = async (tx: EntityManager, premisesId: string): Promise<string | null> => {
  const [row] = await tx.query<{ first: string | null }[]>(
    'select min(created_date)::text as first from bedspace where premises_id = $1',
    [premisesId],
  );
  return row?.first ?? null;
};

/** People who stay in the property now. */
export const countStays = (tx: EntityManager, premisesId: string): Promise<number> =>
  tx.countBy(Booking, { premisesId, status: 'arrived' });

/** Tells the address as it is now for everyone who stays there. The caller holds the lock of the property, so no arrival comes between. */
export const correctStays = async (
  work: UnitOfWork,
  premises: Premises,
  { now, by }: { now: Date; by: StaffBlock | undefined },
): Promise<void> => {
  await changeEach(work, bookings, { premisesId: premises.id, status: 'arrived' }, (stay) => ({
    changes: {},
    events: [addressToldAgain(stay, { now, premises, by })],
  }));
};

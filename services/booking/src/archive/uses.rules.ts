import { addDays, addWorkingDays, type Day } from '@throughcare/base/calendar';
import { conflict, invalidField } from '@throughcare/base/errors';

/** What a bedspace is needed for, and until when. */
export interface Use {
  readonly bedspaceId: string;
  /** Of the booking, with its cleaning, or of the void. */
  readonly id: string;
  readonly kind: 'booking' | 'turnaround' | 'void';
  /** Both days belong to it. */
  readonly lastDay: Day;
}

export interface BookingUse {
  readonly bedspaceId: string;
  readonly id: string;
  readonly status: string;
  readonly departureDate: Day;
  readonly effectiveEndDate: Day;
  readonly turnaroundWorkingDays: number;
}

/** Someone who should have left and has not is there today, and the cleaning follows that. */
export const bookingUse = (booking: BookingUse, today: Day, holidays: ReadonlySet<Day>): Use => {
  const { bedspaceId, id, departureDate, turnaroundWorkingDays: days } = booking;
  const isOverdue = booking.status === 'arrived' && departureDate < today;
  const lastDay = isOverdue ? addWorkingDays(today, days, holidays) : booking.effectiveEndDate;
  return { bedspaceId, id, kind: lastDay > (isOverdue ? today : departureDate) ? 'turnaround' : 'booking', lastDay };
};

/** What lasts longest beyond that day. */
export const lastUse = (uses: readonly Use[], after: Day): Use | undefined =>
  uses
    .filter(({ lastDay }) => lastDay > after)
    .toSorted((a, b) => (a.lastDay === b.lastDay ? a.id.localeCompare(b.id) : a.lastDay < b.lastDay ? 1 : -1))[0];

const ERROR_TYPES = { booking: 'existingBookings', turnaround: 'existingTurnaround', void: 'existingVoid' } as const;

/** Refuses an end within a stay, its cleaning or a void; says which bedspace, and the first day after it. */
export const requireUnused = (uses: readonly Use[], endDate: Day): void => {
  const last = lastUse(uses, endDate);
  if (last)
    throw invalidField('$.endDate', ERROR_TYPES[last.kind], {
      entityId: last.bedspaceId,
      value: addDays(last.lastDay, 1),
    });
};

/** A return that bookings or voids were made for stays planned. */
export const requireNobodyWaits = (uses: readonly Use[], after: Day): void => {
  const last = lastUse(uses, after);
  if (last)
    throw conflict('RETURN_IS_NEEDED', {
      detail: `A ${last.kind === 'void' ? 'void' : 'booking'} needs this bedspace until ${last.lastDay}. Cancel it first: ${last.id}`,
    });
};

import { Injectable } from '@nestjs/common';
import type { BookingStep } from '@throughcare/api/cas3/booking';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { StaffDirectory, type StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import type { ActionDetails, ActionKind } from '../booking/booking-action';
import { BookingAction } from '../booking/booking-action.entity';
import { BookingReader } from '../booking/booking.reader';

const NEVER_SENT: readonly ActionKind[] = ['extension', 'overstay', 'turnaround'];

/** A move within a house is no news to nDelius, which knows addresses and no rooms. */
const isSent = ({ kind, details }: BookingAction): boolean => {
  if (kind !== 'move') return !NEVER_SENT.includes(kind);
  const { fromPremisesId, toPremisesId } = details as ActionDetails['move'];
  return fromPremisesId !== toPremisesId;
};

/** Every step of a booking with its author. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly reader: BookingReader,
    private readonly reaches: Reaches,
    private readonly staff: StaffDirectory,
    private readonly db: DataSource,
  ) {}

  /** Oldest first. The turnaround that a booking begins with is the step in which it was made. */
  async of(me: StaffMember, caller: Principal, bookingId: string): Promise<BookingStep[]> {
    const booking = await this.reader.find(me, bookingId);
    await this.reaches.person(caller, booking.crn);
    const actions = await this.db.manager.find(BookingAction, {
      where: { bookingId },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const authors = await this.staff.findAll([...new Set(actions.map(({ createdByUserId }) => createdByUserId))]);
    return actions.map((action, at) => {
      const author = authors.get(action.createdByUserId);
      const by = { userId: action.createdByUserId, username: author?.username ?? null, name: author?.name ?? null };
      const kind = at === 0 && action.kind === 'turnaround' ? 'booked' : action.kind;
      const isSentToNdelius = kind === 'booked' || isSent(action);
      return {
        id: action.id,
        kind,
        at: action.createdAt.toISOString(),
        by,
        isSentToNdelius,
        details: { ...action.details },
      };
    });
  }
}

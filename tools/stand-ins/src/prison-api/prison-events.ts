import { londonInstant, londonOffsetMinutes } from '../kit/london';
import { currentBooking, type Booking, type Offender, type PrisonMovement } from './prison.state';

export interface PrisonEvent {
  eventType: string;
  message: string;
}

const TRANSFERS_IN = ['INT', 'TRNCRT', 'TRNTAP'];

const releasedBecause = ({ movementType, reasonCode }: PrisonMovement): string =>
  ({
    REL: reasonCode === 'HP' ? 'RELEASED_TO_HOSPITAL' : 'RELEASED',
    TAP: 'TEMPORARY_ABSENCE_RELEASE',
    CRT: 'SENT_TO_COURT',
    TRN: 'TRANSFERRED',
    ADM: 'UNKNOWN',
  })[movementType];

const receivedBecause = ({ movementType, reasonCode }: PrisonMovement): string =>
  ({
    ADM: TRANSFERS_IN.includes(reasonCode) ? 'TRANSFERRED' : 'ADMISSION',
    TAP: 'TEMPORARY_ABSENCE_RETURN',
    CRT: 'RETURN_FROM_COURT',
    REL: 'UNKNOWN',
    TRN: 'TRANSFERRED',
  })[movementType];

const locationOf = ({ inOutStatus }: Booking): string =>
  ({ IN: 'IN_PRISON', OUT: 'OUTSIDE_PRISON', TRN: 'BEING_TRANSFERRED' })[inOutStatus];

const withOffset = (local: string): string =>
  `${local}${londonOffsetMinutes(londonInstant(local)) === 0 ? 'Z' : '+01:00'}`;

const domainEvent = (
  eventType: string,
  description: string,
  noms: string,
  occurredAt: string,
  now: Date,
  information: object,
): PrisonEvent => ({
  eventType,
  message: JSON.stringify({
    version: 1,
    eventType,
    description,
    occurredAt,
    publishedAt: now.toISOString().replace('Z', '982210Z'),
    personReference: { identifiers: [{ type: 'NOMS', value: noms }] },
    additionalInformation: { nomsNumber: noms, ...information },
  }),
});

/**
 * The event of a movement as it stands when the hold ends, or none: a release of somebody who is back inside,
 * or an arrival of somebody who is not, says nothing, nor does a mistake that was corrected meanwhile.
 */
export const movementEvent = (offender: Offender, movement: PrisonMovement, now: Date): PrisonEvent | undefined => {
  const booking = currentBooking(offender);
  const corrected = !offender.bookings.some(({ movements }) => movements.includes(movement));
  if (!booking || corrected) return undefined;
  const into = movement.directionCode === 'IN';
  if (into !== (booking.inOutStatus === 'IN')) return undefined;
  return domainEvent(
    `prison-offender-events.prisoner.${into ? 'received' : 'released'}`,
    into ? 'A prisoner has been received into prison' : 'A prisoner has been released from prison',
    offender.offenderNo,
    withOffset(movement.at),
    now,
    {
      reason: into ? receivedBecause(movement) : releasedBecause(movement),
      details: into
        ? `ACTIVE IN:${movement.movementType}-${movement.reasonCode}`
        : `Movement reason code ${movement.reasonCode}`,
      currentLocation: locationOf(booking),
      prisonId: (into ? movement.toAgency : movement.fromAgency) ?? booking.latestLocationId,
      nomisMovementReasonCode: movement.reasonCode,
      currentPrisonStatus: booking.activeFlag ? 'UNDER_PRISON_CARE' : 'NOT_UNDER_PRISON_CARE',
    },
  );
};

export const mergeEvent = (kept: Offender, removed: string, at: string, now: Date): PrisonEvent =>
  domainEvent(
    'prison-offender-events.prisoner.merged',
    'A prisoner has been merged',
    kept.offenderNo,
    withOffset(at),
    now,
    {
      bookingId: String(currentBooking(kept)?.bookingId ?? ''),
      removedNomsNumber: removed,
      reason: 'MERGE',
    },
  );

export const bookingMovedEvent = (from: string, to: string, bookingId: number, at: string, now: Date): PrisonEvent =>
  domainEvent(
    'prison-offender-events.prisoner.booking.moved',
    'A prisoner booking has moved',
    to,
    withOffset(at),
    now,
    {
      bookingId: String(bookingId),
      movedFromNomsNumber: from,
      movedToNomsNumber: to,
      bookingStartDateTime: at,
    },
  );

export const datesChangedEvent = (offender: Offender, at: string, now: Date): PrisonEvent =>
  domainEvent(
    'prison-offender-events.prisoner.sentence-dates-changed',
    "A prisoner's sentence dates have been changed",
    offender.offenderNo,
    withOffset(at),
    now,
    { bookingId: currentBooking(offender)?.bookingId, sentenceCalculationId: now.getTime() },
  );

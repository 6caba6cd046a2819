import type { ReadOf } from '@throughcare/events/define-read';
import { idBeside } from '@throughcare/events/ids';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import type { PublicEvent } from './public-event.rules';
import type { datesChanged, moved, undone } from './public-reads';

export type Undone = ReadOf<typeof undone>;
export type DatesChanged = ReadOf<typeof datesChanged>;
export type Moved = ReadOf<typeof moved>;
/** Events for which nDelius has no word of its own. */
export type Untold = Undone | Moved | DatesChanged;

/** nDelius takes any text as the reason of a departure. */
const IN_ERROR = 'Arrival recorded in error';
/** Required by the contract and in no message. */
const NO_CATEGORY = '00000000-0000-4000-8000-000000000000';

/** Leaving one of two stays ends no address in nDelius: a correction that comes alone writes the entry and leaves addresses be. */
const leavingOneOfTwo = (event: PublicEvent): PublicEvent =>
  event.type === PersonDeparted.type && event.data.staysAtBookingId !== undefined
    ? { ...event, type: PersonDepartedUpdated.type, dataschema: PersonDepartedUpdated.dataschema }
    : event;

/**
 * nDelius's consumer knows no undoing. What it takes: a correction of the arrival, which appends to the entry that it was an error, and
 * a departure on the same day, which closes the address on the day on which it began. A true arrival later replaces both.
 */
const undoing = (event: Undone): readonly PublicEvent[] => {
  const { undoneAt, reasonId, reason, notes: said, recordedBy, staysAtBookingId, ...facts } = event.data;
  const notes = `This arrival was recorded in error: ${[reason, said].filter((text) => text.trim() !== '').join('. ')}`;
  const recorded = { notes, recordedAt: undoneAt, recordedBy };
  const { arrivedOn, ...stay } = facts;
  const entry = {
    ...stay,
    staysAtBookingId,
    ...recorded,
    departedAt: `${arrivedOn}T00:00:00.000Z`,
    departedOn: arrivedOn,
  };
  const data = { ...entry, departureReasonId: reasonId, departureReason: IN_ERROR, moveOnCategoryId: NO_CATEGORY };
  return [
    {
      ...event,
      id: idBeside(event.id, PersonArrivedUpdated.type),
      type: PersonArrivedUpdated.type,
      dataschema: PersonArrivedUpdated.dataschema,
      data: { ...facts, ...recorded, expectedDepartureOn: facts.departureDate },
    },
    leavingOneOfTwo({ ...event, type: PersonDeparted.type, dataschema: PersonDeparted.dataschema, data }),
  ];
};

/**
 * nDelius's consumer knows no move. An arrival at the other address does what is needed: it ends the address that was left on the day of the
 * move and begins the new one, and the entry says where the person came from. Another room of the same house is no news: nDelius knows none.
 */
const moving = (event: Moved): readonly PublicEvent[] => {
  const { movedOn, fromPremisesId, toPremisesId, fromPremises, arrivalDate, departureDate, ...stay } = event.data;
  if (fromPremisesId === toPremisesId) return [];
  const from = `${fromPremises.addressLine1}, ${fromPremises.postcode}`;
  return [
    {
      ...event,
      id: idBeside(event.id, PersonArrived.type),
      type: PersonArrived.type,
      dataschema: PersonArrived.dataschema,
      data: {
        ...stay,
        arrivedOn: movedOn,
        expectedDepartureOn: departureDate,
        notes: `Moved from ${from}, during the stay that began on ${asWritten(arrivalDate)}.`,
      },
    },
  ];
};

/** The same event again replaces its entry in nDelius: so the expected day there is the new one. */
const expecting = (event: DatesChanged): readonly PublicEvent[] => {
  const { changedAt, changedBy, status, ...booked } = event.data;
  const isFirm = status === 'confirmed';
  const { type, dataschema } = isFirm ? BookingConfirmed : BookingProvisionallyMade;
  const same = { ...event, id: idBeside(event.id, type), dataschema };
  return isFirm
    ? [
        {
          ...same,
          type: BookingConfirmed.type,
          data: { ...booked, confirmedAt: changedAt, notes: '', confirmedBy: changedBy },
        },
      ]
    : [{ ...same, type: BookingProvisionallyMade.type, data: { ...booked, bookedAt: changedAt, bookedBy: changedBy } }];
};

/** As nDelius writes days in its own lines. */
const asWritten = (day: string): string => day.split('-').toReversed().join('/');

/** The messages by which nDelius learns of an event, in order. */
export const tellingsOf = (event: PublicEvent | Untold): readonly PublicEvent[] => {
  if (event.type === 'accommodation.cas3.person.arrival-undone') return undoing(event);
  if (event.type === 'accommodation.cas3.booking.dates-changed') return expecting(event);
  return event.type === 'accommodation.cas3.person.moved' ? moving(event) : [leavingOneOfTwo(event)];
};

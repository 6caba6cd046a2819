import type { ReadOf } from '@throughcare/events/define-read';
import { idBeside } from '@throughcare/events/ids';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import type { PublicEvent } from './public-event.rules';
import type { undone } from './public-reads';

export type Undone = ReadOf<typeof undone>;

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
  return [
    {
      ...event,
      ...{ id: idBeside(event.id, PersonArrivedUpdated.type), type: PersonArrivedUpdated.type },
      dataschema: PersonArrivedUpdated.dataschema,
      data: { ...facts, ...recorded, expectedDepartureOn: facts.departureDate },
    },
    leavingOneOfTwo({
      ...event,
      ...{ type: PersonDeparted.type, dataschema: PersonDeparted.dataschema },
      data: {
        ...{ ...stay, staysAtBookingId, ...recorded, departedAt: `${arrivedOn}T00:00:00.000Z`, departedOn: arrivedOn },
        ...{ departureReasonId: reasonId, departureReason: IN_ERROR, moveOnCategoryId: NO_CATEGORY },
      },
    }),
  ];
};

/** The messages by which nDelius learns of an event, in order. */
export const tellingsOf = (event: PublicEvent | Undone): readonly PublicEvent[] =>
  event.type === 'accommodation.cas3.person.arrival-undone' ? undoing(event) : [leavingOneOfTwo(event)];

import { addDays, type Day } from '@throughcare/base/calendar';
import type { Bedspace } from '../bedspace/bedspace.entity';
import type { Stay } from '../occupancy/occupancy.rules';
import type { Candidate, OpenBedspace } from './candidates.service';

export interface Unavailability {
  readonly bedspace: Bedspace;
  readonly reason: 'booked' | 'void' | 'closed';
  readonly freeUntil: Day | null;
  readonly freeFrom: Day | null;
}

/** Somebody or something is there for some of the nights. */
const whyHeld = ({ bedspace, heldBy, lastDepartureDate }: OpenBedspace, stay: Stay): Unavailability => {
  const [first] = heldBy;
  const isFreeAtFirst = heldBy.every(({ from }) => from > stay.arrivalDate);
  const ends = heldBy.map(({ to }) => to);
  const last = ends.some((to) => to === null) ? null : (ends.toSorted().at(-1) ?? null);
  return {
    bedspace,
    reason: first?.kind === 'void' ? 'void' : 'booked',
    freeUntil: isFreeAtFirst && lastDepartureDate > stay.arrivalDate ? lastDepartureDate : null,
    freeFrom: last === null ? null : addDays(last, 1),
  };
};

/** It opens later, or closes before the stay would end. */
const whyClosed = (bedspace: Bedspace, premisesEnd: Day | null, stay: Stay): Unavailability => {
  const ends = [bedspace.endDate, premisesEnd].filter((day) => day !== null).toSorted()[0] ?? null;
  const opensLater = bedspace.startDate > stay.arrivalDate;
  return {
    bedspace,
    reason: 'closed',
    freeUntil: !opensLater && ends !== null && ends > stay.arrivalDate ? ends : null,
    freeFrom: opensLater ? bedspace.startDate : null,
  };
};

/** The bedspaces of a property that a booking for these nights would not get, with until and from when it would. */
export const unavailability = ({ premises, open, closed }: Candidate, stay: Stay): Unavailability[] => [
  ...open.filter(({ heldBy }) => heldBy.length > 0).map((one) => whyHeld(one, stay)),
  ...closed.map((bedspace) => whyClosed(bedspace, premises.endDate, stay)),
];

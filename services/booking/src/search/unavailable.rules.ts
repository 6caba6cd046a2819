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

const freeUntil = ({ heldBy, lastDepartureDate }: OpenBedspace, { arrivalDate }: Stay): Day | null =>
  heldBy.every(({ from }) => from > arrivalDate) && lastDepartureDate > arrivalDate ? lastDepartureDate : null;

/** Somebody or something is there for some of the nights. */
const whyHeld = (one: OpenBedspace, stay: Stay): Unavailability => {
  const { bedspace, heldBy } = one;
  const [first] = heldBy;
  const ends = heldBy.map(({ to }) => to);
  const last = ends.some((to) => to === null) ? null : (ends.toSorted().at(-1) ?? null);
  return {
    bedspace,
    reason: first?.kind === 'void' ? 'void' : 'booked',
    freeUntil: freeUntil(one, stay),
    freeFrom: last === null ? null : addDays(last, 1),
  };
};

/** It opens later, or does not open again. */
const whyClosed = (bedspace: Bedspace, stay: Stay): Unavailability => ({
  bedspace,
  reason: 'closed',
  freeUntil: null,
  freeFrom: bedspace.startDate > stay.arrivalDate ? bedspace.startDate : null,
});

/** It closes before the stay would end; until then somebody else may come. */
const whyClosing = (one: OpenBedspace, stay: Stay): Unavailability => ({
  bedspace: one.bedspace,
  reason: 'closed',
  freeUntil: freeUntil(one, stay),
  freeFrom: null,
});

/** The bedspaces of a property that a booking for these nights would not get, with until and from when it would. */
export const unavailability = ({ open, closing, closed }: Candidate, stay: Stay): Unavailability[] => [
  ...open.filter(({ heldBy }) => heldBy.length > 0).map((one) => whyHeld(one, stay)),
  ...closing.map((one) => whyClosing(one, stay)),
  ...closed.map((bedspace) => whyClosed(bedspace, stay)),
];

import type { Item, Scoped } from '@throughcare/reference/items';
import { invalid, invalidField } from '@throughcare/base/errors';
import {
  SERVICE,
  cancellationReasonOf,
  departureReasonOf,
  moveOnCategoryOf,
  nonArrivalReasonOf,
} from '../reference-data/reference-data';
import { departurePairs as pairs, nobodyCameReasons as absences } from '@throughcare/reference/meanings';

/** An entry that may be chosen: of this service and active, or the inactive one that the record already has. */
const choose = (row: Scoped | undefined, property: string, wrongScope: string, current: string | undefined): Scoped => {
  if (!row) throw invalidField(property, 'doesNotExist');
  if (row.id === current) return row;
  if (row.serviceScope !== SERVICE) throw invalidField(property, wrongScope);
  if (!row.isActive) throw invalidField(property, 'doesNotExist');
  return row;
};

export const cancellationReason = (id: string, current?: string): Scoped =>
  choose(cancellationReasonOf(id), '$.reason', 'incorrectCancellationReasonServiceScope', current);

export const departureReason = (id: string, current?: string): Scoped =>
  choose(departureReasonOf(id), '$.reasonId', 'incorrectDepartureReasonServiceScope', current);

export const moveOnCategory = (id: string, current?: string): Scoped =>
  choose(moveOnCategoryOf(id), '$.moveOnCategoryId', 'incorrectMoveOnCategoryServiceScope', current);

export const nonArrivalReason = (id: string, current?: string): Item => {
  const row = nonArrivalReasonOf(id);
  if (!row || (!row.isActive && row.id !== current)) throw invalidField('$.reasonId', 'doesNotExist');
  return row;
};

/** Reasons that say the person never moved in: they alone undo a recorded arrival. */
export const saysNobodyCame = (reasonId: string): boolean => absences.some(({ id }) => id === reasonId);

/** Some reasons for leaving say where the person went: no other place can be given beside them. */
export const requirePossiblePair = (reason: Scoped, moveOn: Scoped): void => {
  const pair = pairs.find((row) => row.reason.id === reason.id);
  if (pair && pair.moveOn.id !== moveOn.id)
    throw invalid('DEPARTURE_REASON_AND_MOVE_ON_DISAGREE', {
      detail: 'The reason for leaving says another place than the one given. Change one of them',
      // The one rule of that page for which existing clients have a sentence.
      invalidParams: [{ propertyName: '$.reasonId', errorType: 'doesNotExist' }],
    });
};
